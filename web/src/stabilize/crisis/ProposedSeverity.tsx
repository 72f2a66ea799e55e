import { Anchor, Group, List, SegmentedControl, Stack, Text, Textarea } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { t, tOf } from '../../strings/t.ts'
import { request } from '../../ui/api.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import type { Answers, Kind } from './declare.ts'
import styles from './ProposedSeverity.module.css'
import { SeverityBadge } from './SeverityBadge.tsx'
import { severities } from './severity.ts'

export type Override = { severity: number; reason: string }
type Props = {
  kind: Kind
  playbook: string | undefined
  answers: Answers
  override: Override | undefined
  onOverride: (override: Override | undefined) => void
}

/** What the rule says and why; whoever knows better says so, with a reason. */
export function ProposedSeverity({ kind, playbook, answers, override, onOverride }: Props) {
  const proposal = useQuery({
    queryKey: ['severity-proposal', kind, playbook, answers],
    queryFn: ({ signal }) =>
      request<{ severity: number; reasons: string[] }>('POST', '/api/crises/severity-proposal', {
        body: { kind, answers, ...(playbook ? { playbook } : {}) },
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
  return (
    <div className={styles.box}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600}>
          {t('declare.proposed')}
        </Text>
        <Anchor
          component="button"
          type="button"
          size="sm"
          onClick={() => onOverride(override ? undefined : { severity: proposal.data?.severity ?? 2, reason: '' })}
        >
          {override ? t('declare.keep') : t('declare.override')}
        </Anchor>
      </Group>
      <Group align="flex-start" gap="md" mt={6} aria-live="polite" wrap="nowrap" style={{ opacity: override ? 0.55 : 1 }}>
        {proposal.data ? (
          <SeverityBadge severity={proposal.data.severity} large />
        ) : (
          <Text size="sm" c="dimmed">
            {t('declare.proposing')}
          </Text>
        )}
        <List size="sm">
          {proposal.data?.reasons.map((reason) => (
            <List.Item key={reason}>{reason}</List.Item>
          ))}
        </List>
      </Group>
      {proposal.isError && <ErrorNote error={proposal.error} retry={proposal.refetch} />}
      {override && (
        <Stack gap="xs" mt="sm">
          <SegmentedControl
            fullWidth
            aria-label={t('declare.yourSeverity')}
            value={String(override.severity)}
            onChange={(value) => onOverride({ ...override, severity: Number(value) })}
            data={severities.map((each) => ({ value: String(each), label: `${each} ${tOf('severity', each)}` }))}
          />
          <Textarea
            label={t('declare.overrideReason')}
            required
            minRows={1}
            value={override.reason}
            onChange={(event) => onOverride({ ...override, reason: event.currentTarget.value })}
          />
        </Stack>
      )}
    </div>
  )
}
