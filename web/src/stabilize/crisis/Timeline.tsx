import type { TimelineEntry } from '../../../../server/src/stabilize/crisis/crisis.contract.ts'
import { t } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Listed } from '../../ui/Listed.tsx'
import { useList } from '../../ui/use-list.ts'
import { crisisKey, crisisPath } from './keys.ts'
import { NoteField } from './NoteField.tsx'
import { useRoom } from './room.ts'
import styles from './Timeline.module.css'
import { TimelineLine } from './TimelineLine.tsx'

/** Every fact of the crisis, newest first. It writes itself; people add notes. */
export function Timeline({ compact = false }: { compact?: boolean }) {
  const { id } = useRoom()
  const list = useList<TimelineEntry>([...crisisKey(id), 'timeline'], crisisPath(id, '/timeline'), { limit: compact ? 30 : 60 })
  return (
    <Card title={t('timeline.title')}>
      <NoteField />
      <Listed list={list} empty={<Empty title={t('timeline.empty')} />}>
        {(entries) => (
          <ol className={styles.list}>
            {entries.map((entry) => (
              <TimelineLine key={entry.position} entry={entry} />
            ))}
          </ol>
        )}
      </Listed>
    </Card>
  )
}
