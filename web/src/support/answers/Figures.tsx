import { Text } from '@mantine/core'
import { t } from '../../strings/t.ts'
import { Elapsed } from '../../ui/Elapsed.tsx'
import { atTime, number } from '../../ui/format.ts'
import { TextLink } from '../../ui/links.tsx'
import styles from './Answers.module.css'
import type { ConversationsOfCrisis } from './answers.ts'

/** How many, how they are, how long the first of them waits, and when they came. */
export function Figures({ conversations: { linked, waiting, angry, stillBroken, longestSince, hours } }: { conversations: ConversationsOfCrisis }) {
  const figures = [
    { key: 'linked', count: linked, tone: '' },
    { key: 'waiting', count: waiting, tone: '' },
    { key: 'angry', count: angry, tone: angry > 0 ? 'lw-amber' : '' },
    { key: 'stillBroken', count: stillBroken, tone: stillBroken > 0 ? 'lw-red' : '' },
  ] as const
  return (
    <div className={styles.figures}>
      <dl>
        {figures.map(({ key, count, tone }) => (
          <div key={key}>
            <dt>{t(`answers.figure.${key}`)}</dt>
            <dd className={`lw-figures ${tone}`}>{number(count)}</dd>
          </div>
        ))}
        <div>
          <dt>{t('answers.figure.longest')}</dt>
          <dd>{longestSince ? <Elapsed since={longestSince} /> : '–'}</dd>
        </div>
      </dl>
      {hours.length > 0 && <Hours hours={hours} />}
      <Text size="sm">
        <TextLink to="/conversations">{t('answers.toInbox')}</TextLink>
      </Text>
    </div>
  )
}

const [hourMs, width, height] = [3_600_000, 14, 44]

/** A bar for each hour from the first to the last; the hours without any stand as gaps. */
function Hours({ hours }: Pick<ConversationsOfCrisis, 'hours'>) {
  const [first, last] = [Date.parse(hours[0]?.at ?? ''), Date.parse(hours.at(-1)?.at ?? '')]
  const most = Math.max(...hours.map(({ conversations }) => conversations))
  const peak = hours.find(({ conversations }) => conversations === most)
  const count = Math.round((last - first) / hourMs) + 1
  return (
    <figure className={styles.hours}>
      <svg
        role="img"
        aria-label={t('answers.hoursName', { most: number(most), at: atTime(peak?.at ?? first) })}
        viewBox={`0 0 ${Math.max(count, 6) * width} ${height}`}
        width={Math.max(count, 6) * width}
        height={height}
      >
        {hours.map(({ at, conversations }) => {
          const tall = Math.max(2, (conversations / most) * height)
          return (
            <rect
              key={at}
              x={Math.round((Date.parse(at) - first) / hourMs) * width}
              y={height - tall}
              width={width - 3}
              height={tall}
              rx={1.5}
              fill="var(--lw-blue)"
            >
              <title>{`${atTime(at)}: ${number(conversations)}`}</title>
            </rect>
          )
        })}
      </svg>
      <figcaption>{t('answers.hours', { most: number(most) })}</figcaption>
    </figure>
  )
}
