/** How every grid looks, and how its rows become cards on a narrow screen (320 pixels, or 200 % zoom). */
import { makeStyles, tokens } from '@fluentui/react-components';

export const narrow = '@media (max-width: 720px)';

/** Each table adds its widths and the height of its rows. */
export const useGridStyles = makeStyles({
  region: {
    overflowX: 'auto',
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow2,
    [narrow]: { backgroundColor: 'transparent', boxShadow: 'none', overflowX: 'visible' },
  },
  grid: { [narrow]: { minWidth: 0 } },
  header: {
    [narrow]: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
  },
  headerCell: { fontWeight: tokens.fontWeightSemibold, whiteSpace: 'nowrap' },
  row: {
    [narrow]: {
      display: 'grid',
      alignItems: 'stretch',
      gridTemplateColumns: '1fr',
      position: 'relative',
      marginBottom: tokens.spacingVerticalM,
      padding: tokens.spacingVerticalM,
      backgroundColor: tokens.colorNeutralBackground1,
      borderRadius: tokens.borderRadiusMedium,
      boxShadow: tokens.shadow2,
      border: 'none',
    },
  },
  selection: { [narrow]: { position: 'absolute', top: tokens.spacingVerticalXS, right: 0, height: 'auto' } },
  cell: {
    paddingTop: tokens.spacingVerticalS,
    paddingBottom: tokens.spacingVerticalS,
    minWidth: 0,
    [narrow]: {
      display: 'grid',
      minHeight: 0,
      height: 'auto',
      gridTemplateColumns: '104px minmax(0, 1fr)',
      columnGap: tokens.spacingHorizontalS,
      alignItems: 'baseline',
      paddingTop: tokens.spacingVerticalXS,
      paddingBottom: tokens.spacingVerticalXS,
      '::before': {
        content: 'attr(data-label)',
        color: tokens.colorNeutralForeground3,
        fontSize: tokens.fontSizeBase200,
      },
    },
  },
  /** The cell that names the row is the title of the card. */
  first: {
    [narrow]: {
      gridTemplateColumns: '1fr',
      paddingRight: tokens.spacingHorizontalXXXL,
      '::before': { content: 'none' },
    },
  },
});
