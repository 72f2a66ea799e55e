// What a crisis remembers of its answers for all: that one went out, to how many, whom it was held back from, and that one was stopped.
import type { Decider } from '../../platform/decider.ts'

export type AnswersCommand =
  | { type: 'TellSent'; answer: string; kind: 'answer' | 'restored'; author: string; agreedBy: string | null; conversations: number; held: number; now: Date }
  | { type: 'TellEnded'; answer: string; by: string; now: Date }
export type AnswersFact =
  | { type: 'AnswerSent'; answer: string; kind: 'answer' | 'restored'; author: string; agreedBy: string | null; conversations: number; held: number; at: Date }
  | { type: 'AnswerStopped'; answer: string; by: string; at: Date }
export type AnswersState = { sent: readonly string[]; stopped: readonly string[] }

function decide(command: AnswersCommand, state: AnswersState): AnswersFact[] {
  const { now: at, answer } = command
  if (command.type === 'TellEnded') return state.stopped.includes(answer) ? [] : [{ type: 'AnswerStopped', answer, by: command.by, at }]
  const { type: _, now: __, ...sent } = command
  return state.sent.includes(answer) ? [] : [{ type: 'AnswerSent', ...sent, at }]
}

const evolve = (state: AnswersState, fact: AnswersFact): AnswersState =>
  fact.type === 'AnswerSent' ? { ...state, sent: [...state.sent, fact.answer] } : { ...state, stopped: [...state.stopped, fact.answer] }

export const answersDecider: Decider<AnswersState, AnswersCommand, AnswersFact> = { initial: { sent: [], stopped: [] }, decide, evolve }
