// What Twilio's codes mean (www.twilio.com/docs/api/errors): those of a refusal, and those of a receipt.
import type { Verdict } from './verdict.ts'

const verdicts: [codes: string, Verdict][] = [
  ['21211 21217 21265 21401 21421 21604 30005', ['number', 'unknown-user']],
  ['21614 21635 30006', ['number', 'landline']],
  ['30004', ['number', 'blocked']],
  ['21610', ['stopped', 'stopped']],
  ['21605 21617 30019', ['message', 'too-long']],
  ['21266 21602 21609 21619', ['message', 'refused']],
  ['30007 30038', ['message', 'filtered']],
  ['30003', ['moment', 'unreachable']],
  ['30036', ['moment', 'expired']],
  ['30008', ['moment', 'unknown']],
  ['20003 20008 20101 20403 20404', ['carrier', 'not-signed-in']],
  ['10001 20005 30002', ['carrier', 'suspended']],
  ['14107 20429 21611 30001 30022 30023 30027 63038', ['carrier', 'asked-to-wait']],
  ['21408 21608 30032 30034 30035 30037', ['carrier', 'not-permitted']],
  ['21612', ['carrier', 'unroutable']],
  ['21212 21267 21603 21606 21607 21659 21660 21661 21701 21703 21704 21705 30018 30024 30040', ['carrier', 'bad-sender']],
  ['20500 20503 21730 30017 30500', ['carrier', 'away']],
]
const byCode = new Map(verdicts.flatMap(([codes, verdict]) => codes.split(' ').map((code) => [code, verdict] as const)))

/** @param code as Twilio wrote it: a number, or a text of digits */
export const twilioVerdict = (code: unknown): Verdict | undefined => byCode.get(String(code))
