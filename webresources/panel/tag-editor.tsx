/** The tags of a member: taken away with a press, given by typing. They reach Mailchimp with the next sync. */
import {
  Button,
  Combobox,
  Field,
  Option,
  Tag,
  TagGroup,
  Text,
  makeStyles,
  tokens,
  type TagGroupProps,
} from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons';
import { useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { wrappingTag, wrappingTags } from '../frame/wrapping-tag';
import { t } from '../texts/texts';
import { tagProblem } from './tag-problem';

export interface TagEditorProps {
  tags: readonly string[];
  /** Of whom, for those who hear the page. */
  of: string;
  readOnly: boolean;
  /** Tags of the audience that begin like this. */
  suggest: (start: string) => Promise<string[]>;
  onChange: (tags: string[]) => void;
}

export function TagEditor({ of, onChange, readOnly, suggest, tags }: TagEditorProps): ReactElement {
  const styles = useStyles();
  const [typed, setTyped] = useState('');
  const [known, setKnown] = useState<readonly string[]>([]);
  const [opened, setOpened] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const asked = useRef(0);

  const lookUp = async (start: string): Promise<void> => {
    const turn = (asked.current += 1);
    const found = await suggest(start).catch(() => []); // without suggestions a tag can still be typed
    if (turn === asked.current) setKnown(found);
  };
  const add = (tag: string): void => {
    const name = tag.trim();
    if (name === '') return;
    const wrong = tagProblem(name, tags);
    setProblem(wrong);
    if (wrong !== null) return;
    setTyped('');
    setOpened(false);
    onChange([...tags, name]);
  };
  const remove: TagGroupProps['onDismiss'] = (_, { value }) => onChange(tags.filter((tag) => tag !== value));
  const offered = known.filter((tag) => !tags.includes(tag));

  return (
    <div className={styles.editor}>
      {tags.length === 0 ? (
        <Text className={styles.quiet}>{t('panel.tags.none')}</Text>
      ) : (
        <TagGroup
          {...(readOnly && { role: 'list' })}
          aria-label={t('panel.tags.of', { person: of })}
          style={wrappingTags}
          {...(!readOnly && { onDismiss: remove })}
        >
          {tags.map((tag) => (
            <Tag
              key={tag}
              value={tag}
              size="small"
              {...(readOnly
                ? { role: 'listitem' }
                : { dismissible: true, dismissIcon: { 'aria-label': t('panel.tags.remove', { tag }) } })}
              {...wrappingTag(tag)}
            />
          ))}
        </TagGroup>
      )}
      {!readOnly && (
        <Field label={t('panel.tags.add')} size="small" validationMessage={problem}>
          <div className={styles.adding}>
            <Combobox
              freeform
              size="small"
              className={styles.box}
              input={{ className: styles.input ?? '' }}
              value={typed}
              selectedOptions={[]}
              open={opened && offered.length > 0}
              onOpenChange={(_, { open }) => {
                setOpened(open);
                if (open) void lookUp(typed);
              }}
              onChange={(event) => {
                setTyped(event.target.value);
                setProblem(null);
                setOpened(true);
                void lookUp(event.target.value);
              }}
              onOptionSelect={(_, { optionValue }) => add(optionValue ?? '')}
              onKeyDown={(event: KeyboardEvent) => {
                if (event.key === 'Enter' && !(opened && offered.length > 0)) add(typed);
              }}
            >
              {offered.map((tag) => (
                <Option key={tag}>{tag}</Option>
              ))}
            </Combobox>
            <Button
              size="small"
              className={styles.give}
              icon={<AddRegular />}
              disabledFocusable={typed.trim() === ''}
              onClick={() => add(typed)}
            >
              {t('panel.tags.give')}
            </Button>
          </div>
        </Field>
      )}
    </div>
  );
}

const useStyles = makeStyles({
  editor: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  adding: { display: 'flex', gap: tokens.spacingHorizontalS },
  box: { minWidth: 0, flexGrow: 1 },
  give: { flexShrink: 0 },
  input: { minWidth: 0, width: '100%' },
  quiet: { color: tokens.colorNeutralForeground3 },
});
