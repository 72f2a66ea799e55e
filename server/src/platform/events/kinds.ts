import type { z } from 'zod'
import type { Db } from '../database/connect.ts'
import type { Decider, Fact } from '../decider.ts'

/** A kind of stream: its rule, how its facts are read back, and how it is woken. */
// biome-ignore lint/suspicious/noExplicitAny: commands and states differ per kind; each kind is typed where it is defined
export type StreamKind<S = any, C = any, F extends Fact = any> = {
  name: string
  decider: Decider<S, C, F>
  /** Parses a stored fact; older versions are brought up to date here. */
  facts: z.ZodType<F>
  schemaVersion: number
  /** The command that time itself gives. */
  wake?: (now: Date) => C
  /**
   * Adds to commands what the rule must know from tables (who is on call), for many streams in one look; the rule itself reads nothing.
   * @param real the time of the real world, which a crisis's own time may differ from
   * @returns the commands in the same order
   */
  inform?: (db: Db, asked: Informed<S, C>[], real: Date) => Promise<C[]>
}
export type Informed<S, C> = { stream: string; crisisId?: string; command: C; state: S }

export const streamKind = <S, C, F extends Fact>(kind: StreamKind<S, C, F>): StreamKind<S, C, F> => kind

/** A fact as it was recorded. */
export type Recorded<F extends Fact = Fact> = F & { stream: string; version: number; actor: string; crisisId?: string }

/** "When this fact, then this": another stream is told in the same transaction, or a wake-up is queued in it. */
export type Consequence =
  | { tell: string; command: unknown; actor?: string }
  | { job: string; payload: Record<string, unknown>; key?: string; queue?: string; runAt?: Date }

// biome-ignore lint/suspicious/noExplicitAny: each reaction names the fact it is for
export type Reactions = Record<string, (fact: any) => Consequence[]>

export const kindOf = (stream: string) => stream.slice(0, stream.indexOf('/'))
export const idOf = (stream: string) => stream.slice(stream.indexOf('/') + 1)
