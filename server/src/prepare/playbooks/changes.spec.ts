import { describe, expect, test } from 'vitest'
import { changesBetween } from './changes.ts'
import type { Playbook } from './playbook.ts'
import { readShelf } from './shelf.ts'

const outage = readShelf().shipped.find(({ playbook }) => playbook.playbook === 'service-outage')?.playbook as Playbook
const changed = (change: (playbook: Playbook) => void) => {
  const after = structuredClone(outage)
  change(after)
  return changesBetween(outage, after)
}

describe('What changed between two versions of a playbook', () => {
  test('nothing', () => expect(changed(() => {})).toEqual([]))
  test('a promise that is faster, one that is new, one that is gone', () =>
    expect(
      changed(({ clocks }) => {
        clocks[1]['next-update'] = 20
        clocks[4]['communication-plan'] = 1_440
        delete clocks[3].review
      }),
    ).toEqual([
      'Severity 1, next-update: 20 min (was 30 min)',
      'Severity 3, review: no longer promised (was 2 d)',
      'Severity 4, communication-plan: 1 d (was not promised)',
    ]))
  test('tasks by their key: what is short is said with what it was', () =>
    expect(
      changed(({ tasks }) => {
        const [first, second] = tasks
        if (first) first.accountable = 'commander'
        if (second) second.text = 'Another long sentence that nobody wants to read twice in a list of changes'
        tasks.pop()
      }),
    ).toEqual(['Task confirm-broken: accountable commander (was technical-lead)', 'Task stop-changes: text', 'Task actions taken out']))
  test('another order of the tasks', () => expect(changed(({ tasks }) => tasks.push(...tasks.splice(0, 1)))).toEqual(['Tasks stand in another order']))
  test('more people who must agree, another policy, other words', () =>
    expect(
      changed((playbook) => {
        playbook.approvals.updates[2] = 2
        playbook.remedies = 'single'
        playbook.templates.holding = { ...playbook.templates.holding, unknown: 'We know nothing yet.' }
      }),
    ).toEqual(['People who must agree to updates at severity 2: 2 (was 1)', 'Remedy policy: single (was standard)', 'Template holding: unknown']))
})
