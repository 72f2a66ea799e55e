import { Group, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { EscalationView, PageView } from '../../../../server/src/assess/escalation/pages.contract.ts'
import { crisisKey, crisisPath, touched } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { get } from '../../ui/api.ts'
import { Countdown } from '../../ui/Countdown.tsx'
import { atNear, span } from '../../ui/format.ts'
import { useWrite } from '../../ui/use-write.ts'
import styles from './EscalationCard.module.css'
import { PauseButton } from './PauseButton.tsx'

/** While nobody leads: who was called when, who is called next and when, and the pause. Nothing once somebody does. */
export function EscalationCard() {
  const { id, acknowledgedAt, status } = useRoom()
  const over = acknowledgedAt !== null || status === 'closed'
  const { data } = useQuery({
    queryKey: [...crisisKey(id), 'escalation'],
    queryFn: ({ signal }) => get<EscalationView | null>(crisisPath(id, '/escalation'), signal),
    enabled: !over,
    refetchInterval: 5_000,
  })
  if (over || !data || (data.state !== 'running' && data.state !== 'paused')) return null
  return (
    <section className={styles.card} aria-label={t('escalation.title')} data-paused={data.state === 'paused' || undefined}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Title order={2}>{t('escalation.title')}</Title>
        {data.state === 'paused' ? <Resume id={id} /> : <PauseButton id={id} />}
      </Group>
      <div className={styles.columns}>
        <Next escalation={data} />
        <Called pages={data.pages} />
      </div>
      <Text size="xs" c="dimmed">
        {t('escalation.policy', { policy: data.policy })}
      </Text>
    </section>
  )
}

function Next({ escalation: { state, next, nextAt, pausedUntil, remainingSeconds, exhausted } }: { escalation: EscalationView }) {
  const names = next?.persons.map(({ name }) => name).join(', ') ?? ''
  const values = next ? { step: next.step + 1, of: next.of } : undefined
  return (
    <Stack gap={2}>
      {state === 'paused' ? (
        <>
          <Text size="sm" fw={600} className="lw-amber">
            {t('escalation.paused', { left: span((remainingSeconds ?? 0) * 1_000) })}
          </Text>
          <Text size="sm">{pausedUntil ? t('escalation.pausedUntil', { at: atNear(pausedUntil) }) : t('escalation.pausedOpen')}</Text>
        </>
      ) : (
        <>
          <Text size="sm" c="dimmed">
            {t('escalation.nextIn')}
          </Text>
          {nextAt && <Countdown to={nextAt} size="2rem" weight={650} />}
        </>
      )}
      {values && next && (
        <Text size="sm">
          {names ? t('escalation.nextWho', { ...values, names }) : t('escalation.nextNobody', values)}
          {next.round > 1 ? ` (${t('escalation.round', { round: next.round })})` : ''}
        </Text>
      )}
      {exhausted && (
        <Text size="sm" fw={600} className="lw-red">
          {t('escalation.exhausted')}
        </Text>
      )}
    </Stack>
  )
}

function Called({ pages }: { pages: PageView[] }) {
  return (
    <div>
      <Text size="sm" c="dimmed">
        {t('escalation.called')}
      </Text>
      {pages.length === 0 && <Text size="sm">{t('escalation.nobodyCalled')}</Text>}
      <ul className={styles.called}>
        {pages.slice(0, 8).map((page) => (
          <li key={page.id} className="lw-figures">
            <span>{atNear(page.plannedAt)}</span> <b>{page.person.name}</b>{' '}
            <span className={page.state === 'failed' ? 'lw-red' : page.acknowledgedAt ? 'lw-green' : ''}>
              {page.acknowledgedAt ? t('escalation.seen', { at: atNear(page.acknowledgedAt) }) : tOf('escalation.state', page.state)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Resume({ id }: { id: string }) {
  const resume = useWrite({ path: crisisPath(id, '/escalation/resumption'), touches: touched(id) })
  return (
    <ActionButton write={resume} body={undefined} size="compact-sm" may="respond">
      {t('escalation.resume')}
    </ActionButton>
  )
}
