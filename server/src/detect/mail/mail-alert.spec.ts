import { describe, expect, test } from 'vitest'
import { usualFiring, usualResolved } from '../signals/source-settings.contract.ts'
import { mailAlert } from './mail-alert.ts'

const usual = { firing: usualFiring, resolved: usualResolved }
const read = (subject: string, words = usual) => mailAlert(subject, '', words)

describe('A mail of a monitor', () => {
  test.each([
    ['PROBLEM: disk full on db1', 'RESOLVED: disk full on db1'],
    ['[FIRING:1] Checkout (eu)', '[RESOLVED] Checkout (eu)'],
    ['** PROBLEM Service Alert: web1/HTTP is CRITICAL **', '** RECOVERY Service Alert: web1/HTTP is OK **'],
    ['CPU 97.5 % on db1 – critical', 'CPU 12 % on db1 – ok'],
    ['Shop is down', 'Shop is up'],
    ['Down: shop at 09:31', 'Re: Resolved (down): shop at 09:47'],
  ])('“%s” begins what “%s” ends', (begins, ends) => {
    const [one, other] = [read(begins), read(ends)]
    expect([one.state, other.state]).toEqual(['firing', 'resolved'])
    expect(one.alert).toBe(other.alert)
    expect(one.name).toBe(other.name)
  })
  test('two machines are two alerts', () => expect(read('PROBLEM: disk full on db1').alert).not.toBe(read('PROBLEM: disk full on db2').alert))
  test('says how grave it is', () => {
    expect(read('PROBLEM: critical: disk').severity).toBe('critical')
    expect(read('PROBLEM: warning: disk').severity).toBe('warning')
    expect(read('PROBLEM: disk').severity).toBe('error')
  })
  test('whole words only: an update is not up', () => expect(read('Update of the report').state).toBe(undefined))
  test('in the words of whoever set it up, also of more than one word', () =>
    expect(read('Störung behoben: Kasse', { firing: ['Störung'], resolved: ['Störung behoben'] })).toMatchObject({ state: 'resolved', alert: 'kasse' }))
  test('what says neither is counted and speaks for nothing', () =>
    expect(read('Weekly report')).toEqual({ kind: 'alert', name: 'mail.weekly report', alert: 'weekly report', title: 'Weekly report' }))
  test.each(['', '  ', '!!!', '12:00', 'problem', '\0', '\ud800'])('an odd subject is no failure: %j', (subject) =>
    expect(read(subject).name).toMatch(/^mail\./),
  )
})
