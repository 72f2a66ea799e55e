import { Anchor, Badge, Group, Paper, Text } from '@mantine/core'
import { useId } from 'react'
import { t, tOf } from '../../strings/t.ts'
import { TextLink } from '../../ui/links.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { Money } from '../../ui/Money.tsx'
import { CallActions } from './CallActions.tsx'
import styles from './Health.module.css'
import { dayName, type Entry } from './health.ts'
import { RiskBadge } from './RiskBadge.tsx'

/** One account to call: who, why now, whom to ask for; what was said and what is next. */
export function CallEntry({ entry }: { entry: Entry }) {
  const heading = useId()
  const { accountId, name, tier, vulnerability, score, risk, revenue, ownerEmail, why, against } = entry
  const known = against.map(({ sentence }) => sentence).filter((sentence) => !why.includes(sentence))
  return (
    <Paper component="li" aria-labelledby={heading} p={{ base: 'sm', sm: 'md' }} className={styles.entry} data-mine={entry.holder !== null || undefined}>
      <div className={styles.who}>
        <Group gap="xs">
          <h2 id={heading} className={styles.name}>
            <TextLink to="/accounts/$accountId" params={{ accountId: String(accountId) }} fw={600}>
              {name}
            </TextLink>
          </h2>
          <RiskBadge risk={risk} score={score} />
          {vulnerability && <Badge color="red">{vulnerability}</Badge>}
          <Badge color="gray">{tier}</Badge>
        </Group>
        <ul className={styles.why}>
          {why.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
          {known.map((sentence) => (
            <li key={sentence} data-known>
              {sentence}
            </li>
          ))}
        </ul>
        <Text size="sm" c="dimmed" component="div">
          <Money of={revenue} short /> {t('health.aMonth')} · {ownerEmail ? t('health.ownedBy', { owner: ownerEmail }) : t('health.nobody')}
        </Text>
        <Ask entry={entry} />
        <Said entry={entry} />
      </div>
      <CallActions entry={entry} />
    </Paper>
  )
}

/** The first whom one can ring, else write to. */
function Ask({ entry: { people, state } }: { entry: Entry }) {
  const [person] = people
  if (!person || state === 'done') return null
  const { name, position, phone, email } = person
  return (
    <Text size="sm" component="div" className="lw-clip">
      {t('health.ask', { name: name ?? position ?? email })}{' '}
      <Anchor href={phone ? `tel:${phone}` : `mailto:${email}`} className="lw-figures" underline="always">
        {phone ?? email}
      </Anchor>
    </Text>
  )
}

function Said({ entry: { state, outcome, note, nextStep, nextOn, decidedBy, decidedAt, laterUntil } }: { entry: Entry }) {
  if (!decidedAt || !decidedBy || (state !== 'done' && !note && state !== 'later')) return null
  return (
    <Text size="sm" component="div" className={styles.said}>
      <Moment at={decidedAt} /> {decidedBy.name}:{' '}
      {state === 'done' && outcome ? tOf('health.outcomeOf', outcome) : state === 'later' && laterUntil ? t('health.until', { day: dayName(laterUntil) }) : ''}
      {note && <div className="lw-prewrap">{note}</div>}
      {nextStep && (
        <div>
          <strong>{t('health.next')}</strong> {nextStep}
          {nextOn && ` (${dayName(nextOn)})`}
        </div>
      )}
    </Text>
  )
}
