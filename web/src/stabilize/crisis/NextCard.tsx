import { Text, Title } from '@mantine/core'
import { t } from '../../strings/t.ts'
import { Countdown } from '../../ui/Countdown.tsx'
import { atNear } from '../../ui/format.ts'
import { pressing } from '../../ui/pressing.ts'
import { useNow } from '../../ui/TimeBase.tsx'
import { NextAction } from './NextAction.tsx'
import styles from './NextCard.module.css'
import { useRoom } from './room.ts'

/** The one thing to do next, until when, and the button that does it. */
export function NextCard() {
  const { next } = useRoom()
  return (
    <section className={styles.card} aria-label={t('next.label')} data-quiet={next.action === 'nothing' || undefined}>
      {next.deadline && <Edge deadline={next.deadline} />}
      <div className={styles.what}>
        <Text size="xs" fw={600} c="dimmed">
          {t('next.label')}
        </Text>
        <Title order={2} className={styles.title}>
          {next.title}
        </Title>
        <Text size="sm" mb="sm" maw="68ch">
          {next.detail}
        </Text>
        <NextAction />
      </div>
      {next.deadline && (
        <div className={styles.deadline}>
          <Countdown to={next.deadline} size="clamp(2.5rem, 6vw, 3.5rem)" weight={650} />
          <Text size="xs" c="dimmed" className="lw-figures">
            {atNear(next.deadline)}
          </Text>
        </div>
      )}
    </section>
  )
}

/** Colours the card's edge by how pressing it is. */
function Edge({ deadline }: { deadline: string }) {
  const now = useNow()
  return <span className={styles.edge} data-pressing={pressing(Date.parse(deadline), now)} />
}
