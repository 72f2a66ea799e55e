import { SegmentedControl, Stack, TextInput } from '@mantine/core'
import { t } from '../strings/t.ts'
import { momentsOf, readersZone, sameWall, shownIn, wallIn, zoneAt } from './zoned.ts'

/** `again`: the second time that the clock shows it, where it is put back. */
export type Zoned = { wall: string; again: boolean }
export const zoned = (at: number, timeZone: string): Zoned => {
  const wall = wallIn(at, timeZone)
  return { wall, again: momentsOf(wall, timeZone).indexOf(at) === 1 }
}
export const momentOf = ({ wall, again }: Zoned, timeZone: string): number | undefined => {
  const moments = momentsOf(wall, timeZone)
  return (again ? moments[1] : undefined) ?? moments[0]
}

type Props = { label: string; value: Zoned; onChange: (value: Zoned) => void; timeZone: string; error?: string | undefined; disabled?: boolean }

/** A time on the clock of a zone, with the reader's own beside it; where that clock shows it twice, which of the two. */
export function ZonedTimeField({ label, value, onChange, timeZone, error, disabled = false }: Props) {
  const moments = momentsOf(value.wall, timeZone)
  const at = momentOf(value, timeZone)
  const own = readersZone()
  const never = value.wall !== '' && moments.length === 0 ? t('zoned.never', { zone: timeZone }) : undefined
  const theirs = at === undefined ? timeZone : t('zoned.zone', { zone: timeZone, short: zoneAt(at, timeZone) })
  return (
    <Stack gap={6}>
      <TextInput
        type="datetime-local"
        label={label}
        description={at !== undefined && !sameWall(at, timeZone, own) ? t('zoned.both', { zone: theirs, yours: shownIn(at, own) }) : theirs}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        required
        disabled={disabled}
        value={value.wall}
        error={never ?? error}
        onChange={(event) => onChange({ wall: event.currentTarget.value, again: false })}
      />
      {moments.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label={t('zoned.which')}
          disabled={disabled}
          data={moments.map((moment, i) => ({ value: String(i), label: shownIn(moment, timeZone).split(', ')[1] ?? '' }))}
          value={value.again ? '1' : '0'}
          onChange={(next) => onChange({ ...value, again: next === '1' })}
        />
      )}
    </Stack>
  )
}
