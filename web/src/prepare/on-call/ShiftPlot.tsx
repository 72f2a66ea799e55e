import { Text } from '@mantine/core'
import { t } from '../../strings/t.ts'
import { atDayTime } from '../../ui/format.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { nameOf, type RotationView, type ShiftView, useShifts } from './on-call.ts'
import styles from './ShiftPlot.module.css'

const tints = ['blue', 'teal', 'grape', 'cyan', 'indigo', 'lime', 'pink', 'gray'].map((name) => `var(--mantine-color-${name}-6)`)
const dayName = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric' })

/** The next two weeks as a band, and as a list for whoever wants the exact times. Gaps are hatched. */
export function ShiftPlot({ rotation }: { rotation: RotationView }) {
  const query = useShifts(rotation.id)
  return (
    <Loaded query={query}>
      {(shifts) => (
        <>
          <Band shifts={shifts} order={rotation.members.map(({ id }) => id)} />
          <Legend rotation={rotation} shifts={shifts} />
          <details>
            <summary>
              <Text span size="sm">
                {t('rotation.shiftList')}
              </Text>
            </summary>
            <ul className={`${styles.list} lw-figures`}>
              {shifts.map((shift) => (
                <li key={shift.from} className={shift.person ? '' : 'lw-amber'}>
                  {atDayTime(shift.from)} – {atDayTime(shift.until)} · <b>{nameOf(shift)}</b>
                  {shift.person && shift.insteadOf ? ` (${t('onCall.instead', { name: shift.insteadOf.name })})` : ''}
                </li>
              ))}
            </ul>
          </details>
        </>
      )}
    </Loaded>
  )
}

function Band({ shifts, order }: { shifts: ShiftView[]; order: string[] }) {
  const [start, end] = [Date.parse(shifts[0]?.from ?? ''), Date.parse(shifts.at(-1)?.until ?? '')]
  if (!(end > start)) return null
  const left = (at: number) => `${((at - start) / (end - start)) * 100}%`
  const names = [...new Set(shifts.map((shift) => shift.person?.name ?? t('rotation.gap')))]
  const tint = tintsOf(shifts, order)
  return (
    <>
      <div className={styles.plot} role="img" aria-label={t('rotation.plot', { summary: names.join(', ') })}>
        {shifts.map((shift) => {
          const [from, until] = [Date.parse(shift.from), Date.parse(shift.until)]
          const isWide = (until - from) / (end - start) > 0.06
          return (
            <span
              key={shift.from}
              className={styles.shift}
              data-gap={shift.person === null || undefined}
              data-override={shift.overrideId ?? undefined}
              title={`${nameOf(shift)}: ${atDayTime(shift.from)} – ${atDayTime(shift.until)}`}
              style={{
                left: left(from),
                width: `calc(${left(until)} - ${left(from)})`,
                ...(shift.person ? { ['--tint' as string]: tint(shift.person.id) } : {}),
              }}
            >
              {isWide ? nameOf(shift) : ''}
            </span>
          )
        })}
      </div>
      <div className={styles.days} aria-hidden="true">
        {midnights(start, end).map((day, i) => (
          <span key={day} style={{ left: left(day) }} data-minor={i % 3 !== 0 || undefined}>
            {dayName.format(day)}
          </span>
        ))}
      </div>
    </>
  )
}

/** Whose colour is which: members in the order of their turns, then whoever stands in. */
function Legend({ rotation, shifts }: { rotation: RotationView; shifts: ShiftView[] }) {
  const order = rotation.members.map(({ id }) => id)
  const tint = tintsOf(shifts, order)
  const strangers = new Map(shifts.flatMap(({ person }) => (person && !order.includes(person.id) ? [[person.id, person.name] as const] : [])))
  const names = [...rotation.members.map(({ id, name }) => [id, name] as const), ...strangers]
  return (
    <ul className={styles.legend}>
      {names.map(([id, name]) => (
        <li key={id} style={{ ['--tint' as string]: tint(id) }}>
          {name}
        </li>
      ))}
    </ul>
  )
}

/** Each person keeps one colour: members by their place, others after them. */
function tintsOf(shifts: ShiftView[], order: string[]) {
  const strangers = [...new Set(shifts.flatMap(({ person }) => (person && !order.includes(person.id) ? [person.id] : [])))]
  return (id: string) => tints[[...order, ...strangers].indexOf(id) % tints.length] as string
}

/** The beginnings of the reader's days in the span. */
function midnights(start: number, end: number): number[] {
  const found: number[] = []
  const day = new Date(start)
  day.setHours(24, 0, 0, 0)
  for (; day.getTime() < end - 43_200_000; day.setDate(day.getDate() + 1)) found.push(day.getTime())
  return found
}
