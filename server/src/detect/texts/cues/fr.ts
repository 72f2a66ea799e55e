import type { Cues } from './cues.ts'

export const fr: Cues = {
  wait: ``,
  fail: ``,
  anger: ``,
  unheard: ``,
  leaving: ``,
  soft: ``,
  again: ``,
  time: ``,
  why: ``,
  thanks: ``,
  praise: ``,
  sarcasm: ``,
  ask: ``,
  inform: ``,
  remedy: ``,
  deny: ``,
  me: ``,
  you: ``,
  very: ``,
  turn: ``,
}
