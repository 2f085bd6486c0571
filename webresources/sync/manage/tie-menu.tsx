/** Pause, Resume and Untie, in the menu of the panel. None of them removes anybody. */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { LinkDismissRegular, MoreHorizontalRegular, PauseRegular, PlayRegular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { t } from '../../texts/texts';
import type { Refusal, WebApi } from '../../web-api';
import type { Audience } from '../board';
import { pause, resume, untie } from '../requests';
import { useSurroundings } from '../../frame/surroundings';
import { refusalFrom } from '../../web-api';

export interface TieMenuProps {
  audience: Audience;
  onDone: (text: string) => void;
  /** The tie runs again and wants a sync. */
  onResumed: () => void;
  onRefused: (refusal: Refusal) => void;
}

export function TieMenu({ audience, onDone, onRefused, onResumed }: TieMenuProps): ReactElement {
  const { api } = useSurroundings();
  const [asking, setAsking] = useState(false);
  const attempt = async (work: (api: WebApi, audience: Audience) => Promise<void>, done: () => void): Promise<void> => {
    try {
      await work(api, audience);
      done();
    } catch (error) {
      setAsking(false);
      onRefused(refusalFrom(error));
    }
  };
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button appearance="subtle" aria-label={t('common.more')} icon={<MoreHorizontalRegular />} />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {audience.tie === 'paused' && (
              <MenuItem icon={<PlayRegular />} onClick={() => void attempt(resume, onResumed)}>
                {t('manage.menu.resume')}
              </MenuItem>
            )}
            {audience.tie === 'running' && (
              <MenuItem
                icon={<PauseRegular />}
                onClick={() => void attempt(pause, () => onDone(t('manage.menu.paused', { audience: audience.name })))}
              >
                {t('manage.menu.pause')}
              </MenuItem>
            )}
            <MenuItem icon={<LinkDismissRegular />} onClick={() => setAsking(true)}>
              {t('manage.menu.untie')}
            </MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      <Dialog modalType="alert" open={asking} onOpenChange={(_, { open }) => setAsking(open)}>
        <DialogSurface>
          <DialogBody>
            <DialogTitle>{t('manage.menu.untie.question', { audience: audience.name })}</DialogTitle>
            <DialogContent>
              {t('manage.menu.untie.text', {
                audience: audience.name,
                list: audience.list?.name ?? t('manage.menu.untie.someList'),
              })}
            </DialogContent>
            <DialogActions>
              <Button
                appearance="primary"
                onClick={() =>
                  void attempt(untie, () => {
                    setAsking(false);
                    onDone(t('manage.menu.untied', { audience: audience.name }));
                  })
                }
              >
                {t('manage.menu.untie')}
              </Button>
              <Button onClick={() => setAsking(false)}>{t('common.cancel')}</Button>
            </DialogActions>
          </DialogBody>
        </DialogSurface>
      </Dialog>
    </>
  );
}
