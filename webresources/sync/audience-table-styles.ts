/** Heights of the rows and widths of the columns, beside what every grid has. */
import { makeStyles, tokens } from '@fluentui/react-components';
import { narrow } from '../frame/grid-styles';

export const useTableStyles = makeStyles({
  grid: { minWidth: '940px' },
  row: { minHeight: '86px', alignItems: 'stretch' },
  name: { flexGrow: 1.1, flexBasis: 0, overflowWrap: 'anywhere', [narrow]: { fontSize: tokens.fontSizeBase400 } },
  list: { flexGrow: 1.2, flexBasis: 0 },
  status: { flexGrow: 2, flexBasis: 0 },
  inSync: { flexGrow: 0.1, flexBasis: '110px', flexShrink: 0 },
  leftOut: { flexGrow: 0.1, flexBasis: '72px', flexShrink: 0 },
  attention: { flexGrow: 0.1, flexBasis: '124px', flexShrink: 0 },
  upToDate: { flexGrow: 1.5, flexBasis: 0 },
});
