import { Button, Group, Modal, Stack } from '@mantine/core'
import { t } from '../../strings/t.ts'
import { SecretNote } from '../../ui/SecretNote.tsx'
import type { Added } from './desks.ts'

/** Neither a stray click nor Escape takes away what is shown only once. */
export const ShownOnce = ({ made: { name, hook, theirSecret, ourSecret }, close }: { made: Added; close: () => void }) => (
  <Modal
    key="made"
    opened
    onClose={close}
    title={t('desks.madeTitle', { name })}
    size="lg"
    withCloseButton={false}
    closeOnClickOutside={false}
    closeOnEscape={false}
  >
    <Stack>
      <SecretNote secret={hook} text={t('desks.hookText')} />
      {theirSecret && <SecretNote secret={theirSecret} text={t('desks.theirSecretText')} />}
      {ourSecret && <SecretNote secret={ourSecret} text={t('desks.ourSecretText')} />}
      <Group justify="flex-end">
        <Button data-autofocus onClick={close}>
          {t('secret.kept')}
        </Button>
      </Group>
    </Stack>
  </Modal>
)
