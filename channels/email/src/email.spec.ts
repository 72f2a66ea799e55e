import { describe, expect, test } from 'vitest'
import { outcomeOf } from './email.ts'

describe('What an SMTP answer means', () => {
  test('a refused recipient is a bounce', () => expect(outcomeOf(smtp(550, 'RCPT TO', 'EENVELOPE')).state).toBe('bounced'))
  test('a greylisting server is asked again later', () => expect(outcomeOf(smtp(450, 'RCPT TO', 'EENVELOPE')).state).toBe('deferred'))
  test('a refused message is our failure', () => expect(outcomeOf(smtp(554, 'DATA', 'EMESSAGE')).state).toBe('failed'))
  test('a server out of reach is asked again later', () =>
    expect(outcomeOf(Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:25'), { code: 'ESOCKET' })).state).toBe('deferred'))
  test('a line that breaks without an answer leaves the outcome unknown', () =>
    expect(outcomeOf(Object.assign(new Error('Connection closed unexpectedly'), { code: 'ECONNECTION' })).state).toBe('unknown'))
})

const smtp = (responseCode: number, command: string, code: string) =>
  Object.assign(new Error('no'), { responseCode, command, code, response: `${responseCode} no` })
