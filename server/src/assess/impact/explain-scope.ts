// Why an account is in scope or not: the service, the region, or the time.
import type { KnownExposure } from './explain.ts'
import { exposureInWords } from './explain.ts'
import { moment, windowInWords } from './words.ts'

/** One part of a definition with its answer; `exposures` are the places of those that make it so. */
export type Reason = {
  part: 'account' | 'scope' | 'condition' | 'include' | 'exclude'
  holds: boolean
  sentence: string
  lines: { depth: number; holds: boolean; sentence: string }[]
  exposures?: number[]
}
type Row = { service: string; regions: string[] | null; degree: string; since: Date | null; until: Date | null }
type Known = { exposures: KnownExposure[]; services: ReadonlyMap<string, string> }

/** `window`: the row's time within the crisis; none where it lies outside. `counts`: whether being in scope is enough. */
export function judgeScope(row: Row, window: { start: Date; end: Date | null } | undefined, counts: boolean, { exposures, services }: Known): Reason[] {
  const name = `${services.get(row.service) ?? row.service}${row.regions ? ` in ${row.regions.join(', ')}` : ''} (${row.degree}${windowInWords(row)})`
  const answer = (holds: boolean, why: string, found: number[] = []): Reason[] => [
    {
      part: 'scope',
      holds: holds && counts,
      sentence: `${name}: ${holds ? 'yes' : 'no'}, ${why}.${holds && !counts ? ' But being in scope is not enough here: a condition must hold.' : ''}`,
      lines: [],
      exposures: found,
    },
  ]
  if (!window) return answer(false, 'its window does not lie in the crisis')
  const places = (of: (exposure: KnownExposure) => boolean) => exposures.flatMap((exposure, i) => (of(exposure) ? [i] : []))
  const ofService = places((exposure) => exposure.service === row.service)
  if (ofService.length === 0) return answer(false, 'it does not use this service')
  const inRegion = ofService.filter((i) => row.regions === null || row.regions.includes(exposures[i]?.region ?? ''))
  if (inRegion.length === 0) {
    const regions = [...new Set(ofService.map((i) => exposures[i]?.region ?? 'an unknown region'))].slice(0, 5)
    return answer(false, `it uses this service in ${regions.join(', ')} only`)
  }
  const inTime = inRegion.filter((i) => !tooEarlyOrLate(exposures[i] as KnownExposure, window))
  if (inTime.length > 0) return answer(true, `it uses ${exposureInWords(exposures[inTime[0] as number] as KnownExposure, services)}`, inTime)
  return answer(false, tooEarlyOrLate(exposures[inRegion[0] as number] as KnownExposure, window) as string)
}

function tooEarlyOrLate({ since, until }: KnownExposure, { start, end }: { start: Date; end: Date | null }): string | undefined {
  if (until && until <= start) return `its use ended on ${moment(until)}, before the window began on ${moment(start)}`
  if (since && end && since > end) return `its use began on ${moment(since)}, after the window ended on ${moment(end)}`
  return undefined
}
