import { atNear, atUtc } from './format.ts'

/** A moment in the reader's zone; hovering shows it in UTC. */
export function Moment({ at, now, format = atNear }: { at: string; now?: number; format?: (at: string, now?: number) => string }) {
  return (
    <time dateTime={at} title={atUtc(at)} className="lw-figures">
      {format(at, now)}
    </time>
  )
}
