import { describe, test } from 'vitest'
import { specification } from '../../platform/specification.ts'
import { ActionPlan } from './actions.contract.ts'
import { type ActionsCommand, type ActionsFact, actions } from './actions.ts'

describe('Actions by button', () => {
  test('run once they are asked for', () =>
    offered()
      .when(run('flip-flag'))
      .then(asked(1, 'flip-flag', 'ann', false, '09:10')))
  test('one that the playbook does not name may run too, where it is set up', () =>
    offered()
      .when(run('rate-limit'))
      .then(asked(1, 'rate-limit', 'ann', false, '09:10')))
  test('one that is not set up is refused', () => offered().when(run('reboot-moon')).thenRefused('out-of-order'))
  test('the same one does not run twice at once', () =>
    offered(asked(1, 'flip-flag', 'ann', false, '09:09'))
      .when(run('flip-flag'))
      .thenRefused('already-done'))
  test('it may run again once the last run has ended, however it ended', () =>
    offered(asked(1, 'flip-flag', 'ann', false, '09:05'), ended(1, 'flip-flag', 'unknown'))
      .when(run('flip-flag'))
      .then(asked(2, 'flip-flag', 'ann', false, '09:10')))
  test('how a run ended is recorded once', () =>
    offered(asked(1, 'flip-flag', 'ann', false, '09:05'), ended(1, 'flip-flag', 'succeeded'))
      .when({ type: 'RecordOutcome', run: 1, outcome: 'failed', now: at('09:10') })
      .thenNothing())
})

describe('Actions by themselves', () => {
  test('run at declaration where the playbook allows it at this severity', () =>
    specification(actions)
      .given()
      .when({ type: 'OfferActions', plan, severity: 1, installed, now: at('09:00') })
      .then({ type: 'ActionsOffered', plan, at: at('09:00') }, asked(1, 'roll-back', 'leeward', true, '09:00')))
  test('not at a milder severity', () =>
    specification(actions)
      .given()
      .when({ type: 'OfferActions', plan, severity: 3, installed, now: at('09:00') })
      .then({ type: 'ActionsOffered', plan, at: at('09:00') }))
  test('not where they are not set up here', () =>
    specification(actions)
      .given()
      .when({ type: 'OfferActions', plan, severity: 1, installed: [], now: at('09:00') })
      .then({ type: 'ActionsOffered', plan, at: at('09:00') }))
  test('not more often than allowed', () =>
    offered(asked(1, 'rate-limit', 'leeward', true, '08:00'), ended(1, 'rate-limit', 'failed'))
      .when({ type: 'SeverityRaised', severity: 1, installed, now: at('09:10') })
      .thenNothing())
  test('not while somebody runs it by hand, nor soon after', () => {
    offered(asked(1, 'rate-limit', 'ann', false, '09:05'))
      .when({ type: 'SeverityRaised', severity: 1, installed, now: at('09:10') })
      .thenNothing()
    offered(asked(1, 'rate-limit', 'ann', false, '08:50'), ended(1, 'rate-limit', 'succeeded'))
      .when({ type: 'SeverityRaised', severity: 1, installed, now: at('09:10') })
      .thenNothing()
  })
  test('not once customers can work again: what heals would then break', () =>
    offered({ type: 'AutomationEnded', at: at('09:00') })
      .when({ type: 'SeverityRaised', severity: 1, installed, now: at('09:10') })
      .thenNothing())
  test('by button one still runs after restoring', () =>
    offered({ type: 'AutomationEnded', at: at('09:00') })
      .when(run('flip-flag'))
      .then(asked(1, 'flip-flag', 'ann', false, '09:10')))
  test('restoring ends them once, and says nothing where none runs by itself', () => {
    offered()
      .when({ type: 'EndAutomation', now: at('09:10') })
      .then({ type: 'AutomationEnded', at: at('09:10') })
    offered({ type: 'AutomationEnded', at: at('09:00') })
      .when({ type: 'EndAutomation', now: at('09:10') })
      .thenNothing()
    specification(actions)
      .given()
      .when({ type: 'EndAutomation', now: at('09:10') })
      .thenNothing()
  })
  test('when the severity is raised, once the pause is over', () =>
    offered(asked(1, 'rate-limit', 'ann', false, '08:30'), ended(1, 'rate-limit', 'succeeded'))
      .when({ type: 'SeverityRaised', severity: 1, installed, now: at('09:10') })
      .then(asked(2, 'rate-limit', 'leeward', true, '09:10')))
})

const at = (time: string) => new Date(`2030-01-01T${time}:00Z`)
const installed = ['roll-back', 'rate-limit', 'flip-flag']
const plan = [
  { action: 'roll-back', text: 'Roll the last release back', automatically: { severities: [1] } },
  { action: 'rate-limit', text: 'Limit requests', automatically: { on: 'severity-raised', severities: [1, 2], atMost: 1, everyMinutes: 30 } },
  { action: 'flip-flag', text: 'Switch the new feature off' },
].map((each) => ActionPlan.parse(each))
const offered = (...then: ActionsFact[]) => specification(actions).given({ type: 'ActionsOffered', plan, at: at('08:00') }, ...then)
const run = (action: string): ActionsCommand => ({ type: 'RunAction', action, by: 'ann', installed, now: at('09:10') })
const asked = (nth: number, action: string, by: string, automatic: boolean, time: string): ActionsFact => ({
  type: 'ActionAsked',
  run: nth,
  action,
  by,
  automatic,
  at: at(time),
})
const ended = (nth: number, action: string, outcome: 'succeeded' | 'failed' | 'unknown'): ActionsFact => ({
  type: 'ActionEnded',
  run: nth,
  action,
  outcome,
  at: at('09:06'),
})
