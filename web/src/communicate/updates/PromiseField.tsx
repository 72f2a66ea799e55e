import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { t } from '../../strings/t.ts'
import { fromLocalInput, span, toLocalInput, zoneName } from '../../ui/format.ts'
import { useReadNow } from '../../ui/TimeBase.tsx'
import { type Draft, wholeMinute } from './draft.ts'

const steps = [15, 30, 60] as const

/** When customers hear from us again: a promise that becomes a clock. */
export function PromiseField({
  draft,
  everyMs,
  late,
  onChange,
}: {
  draft: Draft
  everyMs: number | null
  late: boolean
  onChange: (part: Partial<Draft>) => void
}) {
  const readNow = useReadNow()
  if (draft.phase === 'resolved')
    return (
      <Text size="sm" c="dimmed">
        {t('compose.nextNone')}
      </Text>
    )
  const promise = (nextUpdateAt: string | null) => onChange({ nextUpdateAt, touched: true })
  return (
    <Stack gap="xs">
      <Group align="flex-end" gap="xs">
        <TextInput
          type="datetime-local"
          label={t('compose.next')}
          description={t(draft.to?.kind === 'stakeholders' ? 'compose.nextHintTo' : 'compose.nextHint', { zone: zoneName() })}
          value={draft.nextUpdateAt ? toLocalInput(draft.nextUpdateAt) : ''}
          onChange={(event) => promise(fromLocalInput(event.currentTarget.value))}
        />
        {steps.map((minutes) => (
          <Button key={minutes} size="xs" variant="default" onClick={() => promise(wholeMinute(readNow() + minutes * 60_000))}>
            {t('compose.in', { span: span(minutes * 60_000) })}
          </Button>
        ))}
      </Group>
      {late && (
        <Textarea
          label={t('compose.late', { span: span(everyMs ?? 0) })}
          required
          minRows={1}
          value={draft.lateReason}
          onChange={(event) => onChange({ lateReason: event.currentTarget.value, touched: true })}
        />
      )}
    </Stack>
  )
}
