// What a clock is, what the clocks are told, and what becomes of it.
import type { StakeholderAudience } from '../audiences/audiences.contract.ts'
import type { ClockKind, Rhythm } from './clocks.contract.ts'

export type Policy = Record<number, Partial<Record<ClockKind, number>>>
/** For each severity, the rhythm of each audience that is no customer. */
export type Rhythms = Record<number, Partial<Record<StakeholderAudience, Rhythm>>>

export type ClocksCommand =
  | { type: 'StartClocks'; policy: Policy; audiences?: Rhythms; severity: number; now: Date }
  | { type: 'ChangeSeverity'; severity: number; now: Date }
  | { type: 'Meet'; kind: ClockKind; now: Date }
  | { type: 'TellCustomers'; full: boolean; final: boolean; nextUpdateAt: Date | null; lateReasonId?: string; now: Date }
  | { type: 'TellAudience'; audience: StakeholderAudience; final: boolean; nextUpdateAt: Date | null; lateReasonId?: string; now: Date }
  | { type: 'Waive'; clock: string; reasonId: string; now: Date }
  | { type: 'CompleteByHand'; clock: string; now: Date }
  | { type: 'AwaitApproval' | 'EndApproval'; update: string; now: Date }
  | { type: 'CustomersCanWork'; now: Date }
  /** What was said to be over is not. */
  | { type: 'GoOn'; now: Date }
  | { type: 'StopClocks'; now: Date }
  | { type: 'CheckClocks'; now: Date }

export type ClocksFact =
  | { type: 'ClocksSet'; policy: Policy; audiences?: Rhythms; severity: number; at: Date }
  | { type: 'ClockStarted'; clock: string; kind: ClockKind; deadline: Date; at: Date }
  | { type: 'ClockMoved'; clock: string; deadline: Date; at: Date }
  | { type: 'ClockReminderDue'; clock: string; deadline: Date; at: Date }
  | { type: 'ClockMissed'; clock: string; deadline: Date; next?: { clock: string; deadline: Date }; at: Date }
  | { type: 'ClockMet'; clock: string; deadline: Date; at: Date }
  | { type: 'ClockWaived'; clock: string; deadline: Date; reasonId: string; at: Date }
  | { type: 'ClockStopped'; clock: string; at: Date }
  | { type: 'ClocksWentOn'; at: Date }

export type Clock = {
  id: string
  kind: ClockKind
  state: 'running' | 'met' | 'missed' | 'waived' | 'stopped'
  startedAt: Date
  deadline: Date
  endedAt?: Date
  reminded: boolean
}
export type ClocksState = { policy: Policy; audiences: Rhythms; severity: number; clocks: Clock[]; customersCanWork: boolean }
