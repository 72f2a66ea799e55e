import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { atNear, fromLocalInput, toLocalInput, zoneName } from '../../ui/format.ts'
import { onSnooze } from './composing.ts'
import { useAct } from './conversations.ts'
import styles from './Inbox.module.css'

type Shown = { id: number; nextWordAt: string | null; disabled: boolean }

/** Puts it off: it comes back by itself, or when the customer writes. */
export function SnoozeButton({ id, nextWordAt, disabled }: Shown) {
  const may = useMay('converse')
  const [opened, { open, close }] = useDisclosure(false)
  useEffect(() => (disabled || !may ? undefined : onSnooze(open)), [disabled, may, open])
  return (
    <>
      <Button size="compact-sm" variant="default" disabled={disabled || !may} onClick={open}>
        {t('inbox.snooze')} <kbd className={styles.key}>s</kbd>
      </Button>
      {opened && <SnoozeDialog id={id} nextWordAt={nextWordAt} close={close} />}
    </>
  )
}

function SnoozeDialog({ id, nextWordAt, close }: Omit<Shown, 'disabled'> & { close: () => void }) {
  const [now] = useState(Date.now)
  const [own, setOwn] = useState('')
  const snooze = useAct<{ until: string }>(id, 'snooze', {
    after: close,
    done: ({ snoozedUntil }) => t('inbox.snoozedDone', { at: atNear(snoozedUntil ?? '') }),
  })
  const until = fromLocalInput(own)
  return (
    <Modal opened onClose={close} title={t('inbox.snoozeTitle')}>
      <Stack>
        <Group gap="xs">
          {choices(now, nextWordAt).map(({ label, at }, nth) => (
            <Button
              key={label}
              variant="default"
              size="sm"
              loading={snooze.isPending && snooze.variables?.until === new Date(at).toISOString()}
              onClick={() => snooze.mutate({ until: new Date(at).toISOString() })}
              {...(nth === 0 ? { 'data-autofocus': true } : {})}
            >
              {label} · {atNear(at)}
            </Button>
          ))}
        </Group>
        <TextInput
          type="datetime-local"
          label={t('inbox.snoozeUntil')}
          description={zoneName()}
          min={toLocalInput(now)}
          value={own}
          onChange={(event) => setOwn(event.currentTarget.value)}
        />
        <ErrorNote error={snooze.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button disabled={!until} loading={snooze.isPending} onClick={() => until && snooze.mutate({ until })}>
            {t('inbox.snooze')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function choices(now: number, nextWordAt: string | null): { label: string; at: number }[] {
  const morning = new Date(now)
  morning.setDate(morning.getDate() + 1)
  morning.setHours(9, 0, 0, 0)
  return [
    { label: t('inbox.snoozeHalf'), at: now + 30 * 60_000 },
    { label: t('inbox.snoozeTwo'), at: now + 2 * 3_600_000 },
    ...(nextWordAt && Date.parse(nextWordAt) > now ? [{ label: t('inbox.snoozeWord'), at: Date.parse(nextWordAt) }] : []),
    { label: t('inbox.snoozeMorning'), at: morning.getTime() },
  ]
}
