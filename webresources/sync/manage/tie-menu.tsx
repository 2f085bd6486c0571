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
          <Button appearance="subtle" aria-label="More" icon={<MoreHorizontalRegular />} />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {audience.tie === 'paused' && (
              <MenuItem icon={<PlayRegular />} onClick={() => void attempt(resume, onResumed)}>
                Resume
              </MenuItem>
            )}
            {audience.tie === 'running' && (
              <MenuItem
                icon={<PauseRegular />}
                onClick={() =>
                  void attempt(pause, () =>
                    onDone(`${audience.name} is paused. Nothing is carried over until you resume it.`),
                  )
                }
              >
                Pause
              </MenuItem>
            )}
            <MenuItem icon={<LinkDismissRegular />} onClick={() => setAsking(true)}>
              Untie
            </MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      <Dialog modalType="alert" open={asking} onOpenChange={(_, { open }) => setAsking(open)}>
        <DialogSurface>
          <DialogBody>
            <DialogTitle>{`Untie ${audience.name}?`}</DialogTitle>
            <DialogContent>
              {`${audience.name} and ${audience.list?.name ?? 'its marketing list'} no longer follow each other. Nobody is removed: people, tags and lists stay as they are.`}
            </DialogContent>
            <DialogActions>
              <Button
                appearance="primary"
                onClick={() =>
                  void attempt(untie, () => {
                    setAsking(false);
                    onDone(`${audience.name} is no longer tied. Nobody was removed.`);
                  })
                }
              >
                Untie
              </Button>
              <Button onClick={() => setAsking(false)}>Cancel</Button>
            </DialogActions>
          </DialogBody>
        </DialogSurface>
      </Dialog>
    </>
  );
}
