import { Text, VisuallyHidden } from '@mantine/core'
import type { TimelineEntry } from '../../../../server/src/stabilize/crisis/crisis.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { Moment } from '../../ui/Moment.tsx'
import styles from './Timeline.module.css'

export function TimelineLine({ entry }: { entry: TimelineEntry }) {
  // A note says itself.
  const isNote = entry.type === 'NoteWritten' && Boolean(entry.text)
  return (
    <li className={styles.line} data-tone={entry.tone}>
      <Text size="xs" c="dimmed">
        <Moment at={entry.at} /> · {t('timeline.by', { name: entry.actor.name })}
      </Text>
      {!isNote && (
        <Text size="sm" className="lw-clip">
          {entry.tone !== 'plain' && <VisuallyHidden>{tOf('timeline.tone', entry.tone)}: </VisuallyHidden>}
          {entry.sentence}
        </Text>
      )}
      {entry.text && (
        <Text size="sm" className={`${styles.text} lw-prewrap`}>
          {entry.text}
        </Text>
      )}
    </li>
  )
}
