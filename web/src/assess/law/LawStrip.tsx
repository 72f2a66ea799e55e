import { Group, Text } from '@mantine/core'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tn } from '../../strings/t.ts'
import { Countdown } from '../../ui/Countdown.tsx'
import { ButtonLink } from '../../ui/links.tsx'
import styles from './Law.module.css'

/** The clocks of the law beside the promises: nothing where there are none. */
export function LawStrip() {
  const { id, law } = useRoom()
  if (law.clocks.length === 0 && law.unanswered === 0) return null
  return (
    <section aria-label={t('law.title')}>
      <ul className={styles.strip}>
        {law.clocks.map((clock) => (
          <li key={clock.key} className={styles.chip} data-missed={clock.missed || undefined}>
            <span>
              {clock.regime}: {clock.title}
            </span>
            {clock.deadline ? <Countdown to={clock.deadline} from={clock.startsAt} /> : <Text size="xs">{t('law.promptly')}</Text>}
          </li>
        ))}
      </ul>
      {law.unanswered > 0 && (
        <Group gap="xs" mt={law.clocks.length > 0 ? 8 : 0}>
          <Text size="sm">{tn('law.unanswered', law.unanswered)}</Text>
          <ButtonLink to="/crises/$crisisId/law" params={{ crisisId: id }} size="compact-sm" variant="light">
            {t('law.answerNow')}
          </ButtonLink>
        </Group>
      )}
    </section>
  )
}
