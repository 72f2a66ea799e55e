// What somebody sent, read into signals: each is taken or refused by itself, so that one bad line loses nothing else.
import { GivenSignal, mostValue } from './signals.contract.ts'

/** With the time that it counts for. */
export type Signal = GivenSignal & { at: number }
/** `places`: where each stood in what was sent. */
export type Read = { signals: Signal[]; places: number[]; wrong: { index: number; sentence: string }[]; refused: number }
/** What a sender's form says is no signal, and why. */
export class NoSignal {
  readonly sentence: string
  constructor(sentence: string) {
    this.sentence = sentence
  }
}
const mostWrongShown = 20
/** Clocks of machines differ; a time further ahead than this is no time, and the signal counts for now. */
const aheadMs = 5 * 60_000
/** Minutes are kept this long, so that a late signal finds its own. */
export const keptDays = 14
const behindMs = keptDays * 86_400_000

export const nothingRead = (): Read => ({ signals: [], places: [], wrong: [], refused: 0 })

/** @param places where each stands in what was sent; left out: as here */
export function readSignals(items: readonly unknown[], now: Date, read: Read = nothingRead(), places?: readonly number[]): Read {
  const at = now.getTime()
  for (const [i, item] of items.entries()) {
    if (item instanceof NoSignal) {
      refuse(read, places?.[i] ?? i, item.sentence)
      continue
    }
    const plain = plainNumber(item)
    const parsed = plain ? undefined : GivenSignal.safeParse(item)
    if (parsed?.success === false) refuse(read, places?.[i] ?? i, sentenceOf(parsed.error.issues))
    else take(read, places?.[i] ?? i, (plain ?? parsed?.data) as GivenSignal, at)
  }
  return read
}

/** Whether there is something for people to read, and not a number alone; how much an account uses is a number. */
export const hasWords = ({ title, body, state, severity, account, link, kind }: GivenSignal): boolean =>
  (title ?? body ?? state ?? severity ?? link) !== undefined || (kind === undefined || kind === 'metric' ? account !== undefined : kind !== 'usage')

function take(read: Read, place: number, signal: GivenSignal, now: number): void {
  const given = signal.at === undefined || signal.at > now + aheadMs ? now : signal.at
  // An alert says since when: it goes on now.
  const at = given < now - behindMs && (signal.state !== undefined || signal.kind === 'alert') ? now : given
  if (at < now - behindMs) refuse(read, place, `at: is more than ${keptDays} days ago. What is older has no minute to land in any more.`)
  else {
    read.signals.push({ ...signal, at })
    read.places.push(place)
  }
}

export function refuse(read: Read, index: number, sentence: string): void {
  read.refused += 1
  if (read.wrong.length < mostWrongShown) read.wrong.push({ index, sentence })
}

const sentenceOf = (issues: readonly { path: readonly PropertyKey[]; message: string }[]) =>
  issues
    .slice(0, 3)
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ')

/** Most of what comes is a name, a number and a time; telling that apart costs a tenth of looking at everything a signal may have. Anything else goes the careful way. */
function plainNumber(item: unknown): GivenSignal | undefined {
  if (typeof item !== 'object' || item === null) return undefined
  const { name, value, at, id, service, region, ...more } = item as Record<string, unknown>
  if (!isDull(name) || typeof value !== 'number' || !(Math.abs(value) <= mostValue)) return undefined
  for (const _ in more) return undefined
  const time = typeof at === 'string' && whole.test(at) ? Date.parse(at) : at
  if (time !== undefined && (typeof time !== 'number' || !Number.isInteger(time) || time < 0 || time > 7_258_118_400_000)) return undefined
  const signal: GivenSignal = { name, value }
  if (time !== undefined) signal.at = time
  for (const [field, said] of [
    ['id', id],
    ['service', service],
    ['region', region],
  ] as const) {
    if (said === undefined) continue
    if (!isDull(said)) return undefined
    signal[field] = said
  }
  return signal
}
const isDull = (text: unknown): text is string => typeof text === 'string' && dull.test(text)
const dull = /^[\w.:/-]{1,80}$/
const whole = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/
