import { Button, type ButtonProps, Group, Modal, Stack, Text, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { type ReactNode, useRef } from 'react'
import { useMay } from '../platform/session.ts'
import { t } from '../strings/t.ts'
import { ErrorNote } from './ErrorNote.tsx'
import type { Write } from './use-write.ts'

export type Confirm = { title: string; text: ReactNode; label?: string; color?: string }
type Props<Body> = {
  write: Write<Body, never> | Write<Body, unknown>
  body: Body
  children: ReactNode
  /** What cannot be taken back is asked about first. */
  confirm?: Confirm
  may?: string
  disabled?: boolean
  /** The refusal stands at its field already. */
  quiet?: boolean
  /** In a dialog where everything is filled in: it has the focus from the start. */
  focus?: boolean
  /** Where the words alone do not say what of many it is about; begins with them. */
  label?: string | undefined
} & Pick<ButtonProps, 'variant' | 'color' | 'size' | 'leftSection' | 'fullWidth'>

/** A button that writes: progress while it runs, the server's own words when it refuses. */
export function ActionButton<Body>({ write, body, children, confirm, may, disabled = false, quiet = false, focus = false, label, ...look }: Props<Body>) {
  const [asking, { open, close }] = useDisclosure(false)
  const allowed = useMay(may)
  const place = useRef<HTMLButtonElement>(null)
  // A button that was busy loses the focus: whoever works by keyboard stays where they were.
  const stay = () =>
    setTimeout(() => {
      if (document.activeElement === document.body) place.current?.focus()
    }, 100)
  const run = () => {
    write.reset()
    ;(write as Write<Body>).mutate(body, { onSuccess: close, onSettled: stay })
  }
  const button = (
    <Button
      {...look}
      ref={place}
      data-autofocus={focus || undefined}
      loading={write.isPending && !asking}
      disabled={disabled || !allowed}
      aria-label={label}
      onClick={
        confirm
          ? () => {
              write.reset()
              open()
            }
          : run
      }
    >
      {children}
    </Button>
  )
  return (
    <Stack gap={6} align={look.fullWidth ? 'stretch' : 'flex-start'}>
      {allowed ? (
        button
      ) : (
        <Tooltip label={t('notAllowed', { permission: may ?? '' })}>
          <span>{button}</span>
        </Tooltip>
      )}
      {!asking && !quiet && write.isError && <ErrorNote error={write.error} />}
      {confirm && (
        <Modal opened={asking} onClose={close} title={confirm.title}>
          <Stack>
            {typeof confirm.text === 'string' ? <Text size="sm">{confirm.text}</Text> : confirm.text}
            {write.isError && <ErrorNote error={write.error} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {t('cancel')}
              </Button>
              <Button data-autofocus color={confirm.color} loading={write.isPending} onClick={run}>
                {confirm.label ?? children}
              </Button>
            </Group>
          </Stack>
        </Modal>
      )}
    </Stack>
  )
}
