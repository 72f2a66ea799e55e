import { Button, Code, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { PutCheck } from '../../../../server/src/detect/checks/checks.contract.ts'
import type { BrandView } from '../../../../server/src/prepare/people/people.contract.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { fieldErrors } from '../../ui/field-errors.ts'
import { SecretNote } from '../../ui/SecretNote.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { AboutFields } from './AboutFields.tsx'
import { type Check, checksKey, asSent, fields, fresh, givenOf } from './checks.ts'
import { TargetFields } from './TargetFields.tsx'

type Made = Check & { heartbeatUrl: string | null }

/** A check is added or changed; a heartbeat shows its address before the dialog goes. */
export function CheckDialog({ check, brands, close }: { check?: Check; brands: BrandView[]; close: () => void }) {
  const [given, setGiven] = useState(() => (check ? givenOf(check) : fresh(brands[0]?.slug ?? '')))
  const [made, setMade] = useState<Made>()
  const write = useWrite<Made, PutCheck>({
    method: check ? 'PUT' : 'POST',
    path: check ? `/api/checks/${check.id}` : '/api/checks',
    touches: [checksKey, ['watching']],
    done: ({ name }) => t(check ? 'checks.changed' : 'checks.added', { name }),
    after: (answer) => (answer.heartbeatUrl ? setMade(answer) : close()),
  })
  const wrong = fieldErrors(write.error, fields)
  const set = (part: Partial<typeof given>) => setGiven((before) => ({ ...before, ...part }))
  if (made?.heartbeatUrl)
    return (
      // Neither a stray click nor Escape takes away what is shown only once.
      <Modal
        key="made"
        opened
        onClose={close}
        title={t('checks.beatTitle', { name: made.name })}
        size="lg"
        withCloseButton={false}
        closeOnClickOutside={false}
        closeOnEscape={false}
      >
        <Stack>
          <SecretNote secret={made.heartbeatUrl} text={t('checks.beatText')} />
          <Text size="sm">{t('checks.beatLine')}</Text>
          <Code block className="lw-prewrap">{`curl -fsS ${made.heartbeatUrl}`}</Code>
          <Group justify="flex-end">
            <Button data-autofocus onClick={close}>
              {t('secret.kept')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    )
  return (
    <Modal opened onClose={close} title={check ? t('sources.of', { action: t('sources.change'), name: check.name }) : t('checks.add')} size="lg">
      <Stack>
        <TargetFields given={given} set={set} wrong={wrong} fixed={check !== undefined} />
        <AboutFields given={given} set={set} wrong={wrong} brands={brands} fixed={check !== undefined} />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={write} body={asSent(given)} disabled={given.name.trim() === ''} quiet={Object.keys(wrong).length > 0} may="settings">
            {check ? t('save') : t('checks.add')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}
