// What Vonage's codes mean: the status of a message that is handed over, and the err-code of a receipt. They are two lists with the same numbers.
import type { Verdict } from './verdict.ts'

/** developer.vonage.com/messaging/sms/guides/troubleshooting-sms */
const onSending: Record<number, Verdict> = {
  1: ['carrier', 'asked-to-wait'],
  2: ['message', 'refused'],
  3: ['message', 'refused'],
  4: ['carrier', 'not-signed-in'],
  5: ['carrier', 'away'],
  // “Unable to process, for example an unrecognised prefix”: another provider may know it.
  6: ['carrier', 'unroutable'],
  7: ['number', 'blocked'],
  8: ['carrier', 'suspended'],
  9: ['carrier', 'no-credit'],
  10: ['carrier', 'asked-to-wait'],
  11: ['carrier', 'not-permitted'],
  12: ['message', 'too-long'],
  13: ['carrier', 'away'],
  14: ['carrier', 'not-signed-in'],
  15: ['carrier', 'bad-sender'],
  16: ['message', 'refused'],
  19: ['carrier', 'not-permitted'],
  20: ['message', 'refused'],
  22: ['message', 'refused'],
  23: ['message', 'refused'],
  29: ['carrier', 'not-permitted'],
  32: ['carrier', 'not-signed-in'],
  33: ['number', 'unknown-user'],
}

/** developer.vonage.com/messaging/sms/guides/delivery-receipts */
const inReceipt: Record<number, Verdict> = {
  1: ['moment', 'unknown'],
  2: ['moment', 'unreachable'],
  3: ['number', 'unknown-user'],
  4: ['number', 'blocked'],
  5: ['moment', 'unreachable'],
  6: ['message', 'filtered'],
  7: ['moment', 'unreachable'],
  8: ['carrier', 'away'],
  9: ['stopped', 'stopped'],
  10: ['message', 'refused'],
  11: ['carrier', 'unroutable'],
  12: ['carrier', 'unroutable'],
  13: ['message', 'not-permitted'],
  14: ['number', 'blocked'],
  15: ['moment', 'unreachable'],
  16: ['carrier', 'asked-to-wait'],
  50: ['message', 'filtered'],
  51: ['message', 'filtered'],
  52: ['message', 'filtered'],
  53: ['message', 'filtered'],
  54: ['carrier', 'not-permitted'],
  99: ['moment', 'unknown'],
}

/** A number that we do not know says only that it was not taken: another provider may. */
export const vonageVerdict = (status: string): Verdict => found(onSending, status) ?? ['carrier', 'unknown']
export const vonageReceiptVerdict = (code: string | undefined): Verdict | undefined => found(inReceipt, code ?? '')

const found = (list: Record<number, Verdict>, code: string): Verdict | undefined => (/^\d{1,3}$/.test(code) ? list[Number(code)] : undefined)
