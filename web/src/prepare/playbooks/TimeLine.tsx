import { Tooltip } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import type { PlaybookPreview, Rehearsed } from '../../../../server/src/prepare/playbooks/playbooks.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { Scrollable } from '../../ui/Scrollable.tsx'
import styles from './TimeLine.module.css'
import { minutesInWords, roleName, useShown } from './playbook.ts'
import { type Laid, layOut, type Scale, scaleOf } from './time-scale.ts'

export const zooms = ['hour', 'day', 'all'] as const
export type Zoom = (typeof zooms)[number]
export const lanes = ['promises', 'messages', 'pages', 'tasks', 'actions', 'law'] as const

const rowHeight = 24
type Placed = Rehearsed & { fromMinutes: number | null }

/** Lanes beside each other in time. It is a picture: everything in it stands in the list too, which is what is read aloud. */
export function TimeLine({ preview, zoom }: { preview: PlaybookPreview; zoom: Zoom }) {
  const { ref, width } = useElementSize()
  const start = Date.parse(preview.startAt)
  const entries = preview.entries.map((entry): Placed => ({ ...entry, fromMinutes: entry.from === null ? null : (Date.parse(entry.from) - start) / 60_000 }))
  const scale = scaleOf(zoom, Math.max(0, ...entries.map((entry) => entry.minutes ?? 0)))
  const over = (Date.parse(preview.restoredAt) - start) / 60_000
  return (
    <Scrollable label={t('rehearsal.line')}>
      <div className={styles.line} role="img" aria-label={t('rehearsal.lineLabel', { count: entries.length })}>
        <div className={styles.head}>
          <span />
          <div className={styles.ticks}>
            {scale.ticks.map((tick) => (
              <span key={tick.minutes} style={{ left: `${scale.at(tick.minutes) * 100}%` }}>
                {tick.minutes === 0 ? t('rehearsal.start') : tick.label}
              </span>
            ))}
          </div>
        </div>
        {lanes.map((lane, nth) => (
          <Lane
            key={lane}
            lane={lane}
            entries={entries.filter((entry) => entry.lane === lane)}
            scale={scale}
            width={width}
            over={over}
            measure={nth === 0 ? ref : undefined}
          />
        ))}
      </div>
    </Scrollable>
  )
}

type LaneProps = { lane: (typeof lanes)[number]; entries: Placed[]; scale: Scale; width: number; over: number; measure: React.Ref<HTMLDivElement> | undefined }

function Lane({ lane, entries, scale, width, over, measure }: LaneProps) {
  const laid = width > 0 ? layOut(entries, scale, width) : []
  const rows = Math.max(1, ...laid.map((each) => each.row + 1))
  return (
    <div className={styles.lane} data-lane={lane}>
      <div className={styles.name}>{tOf('rehearsal.lane', lane)}</div>
      <div className={styles.track} ref={measure} style={{ height: rows * rowHeight + 12 }}>
        {scale.ticks.map((tick) => (
          <i key={tick.minutes} className={styles.grid} style={{ left: `${scale.at(tick.minutes) * 100}%` }} />
        ))}
        {over <= scale.most && <i className={styles.over} style={{ left: `${scale.at(over) * 100}%` }} title={t('rehearsal.restored')} />}
        {laid.length === 0 && <span className={styles.nothing}>{t('rehearsal.none')}</span>}
        {laid.map((each) => (
          <Entry key={`${each.item.kind} ${each.item.title} ${each.item.minutes}`} laid={each} />
        ))}
      </div>
    </div>
  )
}

function Entry({ laid: { item, x, from, row, side, width, words } }: { laid: Laid<Placed> }) {
  const { roles } = useShown().playbook
  const who = item.who.map((role) => roleName(role, roles)).join(', ')
  const when = item.minutes === 0 ? t('rehearsal.atOnce') : t('rehearsal.afterTime', { span: minutesInWords(Math.round(item.minutes ?? 0)) })
  const top = row * rowHeight + 6
  return (
    <Tooltip label={[`${when}: ${item.title}`, who, item.detail].filter(Boolean).join(' · ')} events={{ hover: true, focus: false, touch: true }}>
      <div className={styles.entry} data-kind={item.kind} style={{ top }}>
        {from !== null && x - from > 4 && <i className={styles.bar} style={{ left: from, width: x - from }} />}
        <i className={styles.dot} style={{ left: x }} />
        {words && (
          <span className={styles.words} style={side === 'right' ? { left: x + 10, maxWidth: width } : { left: x - 10 - width, width, textAlign: 'right' }}>
            {item.title}
          </span>
        )}
      </div>
    </Tooltip>
  )
}
