/** Widths of the columns, and how a row becomes a card on a narrow screen (320 pixels, or 200 % zoom). */
import { makeStyles, tokens } from '@fluentui/react-components';

const narrow = '@media (max-width: 720px)';

export const useTableStyles = makeStyles({
  region: {
    overflowX: 'auto',
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow2,
    [narrow]: { backgroundColor: 'transparent', boxShadow: 'none', overflowX: 'visible' },
  },
  grid: { minWidth: '940px', [narrow]: { minWidth: 0 } },
  header: {
    [narrow]: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
  },
  headerCell: { fontWeight: tokens.fontWeightSemibold, whiteSpace: 'nowrap' },
  row: {
    minHeight: '86px',
    alignItems: 'stretch',
    [narrow]: {
      display: 'grid',
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
  name: {
    flexGrow: 1.1,
    flexBasis: 0,
    overflowWrap: 'anywhere',
    [narrow]: {
      gridTemplateColumns: '1fr',
      paddingRight: tokens.spacingHorizontalXXXL,
      fontSize: tokens.fontSizeBase400,
      '::before': { content: 'none' },
    },
  },
  list: { flexGrow: 1.2, flexBasis: 0 },
  status: { flexGrow: 2, flexBasis: 0 },
  inSync: { flexGrow: 0.1, flexBasis: '110px', flexShrink: 0 },
  leftOut: { flexGrow: 0.1, flexBasis: '72px', flexShrink: 0 },
  attention: { flexGrow: 0.1, flexBasis: '124px', flexShrink: 0 },
  upToDate: { flexGrow: 1.5, flexBasis: 0 },
});
