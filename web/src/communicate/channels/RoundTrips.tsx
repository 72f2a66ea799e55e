import { Text } from '@mantine/core'
import { t, tn } from '../../strings/t.ts'
import { Moment } from '../../ui/Moment.tsx'
import styles from './Channels.module.css'
import { type Proof, proofText, tookText } from './channels.ts'

/** The last tests as bars as high as they took long, the newest at the right; one that failed is crossed out. */
export function RoundTrips({ name, proofs }: { name: string; proofs: Proof[] }) {
  const oldestFirst = proofs.toReversed()
  const most = Math.max(1, ...timesOf(proofs))
  return (
    <div className={styles.plot} role="img" aria-label={t('channels.plot', { way: name, tests: oldestFirst.map(proofText).join(', ') })}>
      {oldestFirst.map((proof) => (
        <i key={proof.id} data-state={proof.state} title={proofText(proof)} style={{ height: `${heightOf(proof, most)}%` }} />
      ))}
    </div>
  )
}

/** Each of them in words: when, how long, who asked, what was answered. */
export function TestList({ proofs }: { proofs: Proof[] }) {
  const times = timesOf(proofs)
  return (
    <details className={styles.tests}>
      <summary>
        <Text span size="xs">
          {tn('channels.last', proofs.length)} {times.length > 1 && t('channels.upTo', { took: tookText(Math.max(...times)) })}
        </Text>
      </summary>
      <ol className="lw-figures">
        {proofs.map((proof) => (
          <li key={proof.id}>
            <Moment at={proof.sentAt} /> · <b>{proofText(proof)}</b> ·{' '}
            {proof.askedBy ? t('channels.askedBy', { name: proof.askedBy.name }) : t('channels.heartbeat')}
            {proof.answer && (
              <Text span inherit c="dimmed" className="lw-clip">
                {' '}
                · {proof.answer}
              </Text>
            )}
          </li>
        ))}
      </ol>
    </details>
  )
}

const timesOf = (proofs: Proof[]) => proofs.flatMap(({ milliseconds }) => milliseconds ?? [])

/** What has no time stands as high as the plot: it is marked by its look. */
const heightOf = ({ state, milliseconds }: Proof, most: number) =>
  milliseconds === null || state === 'failed' || state === 'late' ? 100 : Math.max(8, (milliseconds / most) * 100)
