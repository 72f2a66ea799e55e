// Text messages through a provider: Twilio, Vonage, or any that speaks the plain contract of docs/sms.md. It knows nothing of crises, and nothing of networks: HTTP goes through the request that is handed in.
import { type Channel, createFake, type Fake, type Outcome } from '@leeward/channel'

export type SmsMessage = {
  /** Our delivery's id: stays the same on every try. */
  id: string
  /** E.164, such as +447700900123. */
  to: string
  text: string
  /** Where the provider reports what became of it. */
  statusUrl?: string
}
export type Sms = Channel<SmsMessage>

/** The channel's fake: keeps what it was given, answers as told. For tests, and for practice, where nothing may leave. */
export const createFakeSms = (answer?: (message: SmsMessage) => Outcome): Fake<SmsMessage> => createFake('sms', answer)

export { commandOf } from './commands.ts'
export { fitted } from './fitted.ts'
export { createHttpSms } from './http-sms.ts'
export { readHttpSms } from './inbound/http-sms.ts'
export type { Inbound, Reading, SmsEvent, SmsReceipt, SmsText } from './inbound/reading.ts'
export { readTwilio } from './inbound/twilio.ts'
export { readVonage } from './inbound/vonage.ts'
export { type Segments, segments } from './segments.ts'
export { createTwilio } from './twilio.ts'
export { createVonage } from './vonage.ts'
