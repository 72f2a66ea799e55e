import { z } from 'zod'
import { Instant, Person, Text, Title } from '../../platform/contract.ts'

export const dayKinds = ['holiday', 'special'] as const
export const mostDays = 2_000
export const mostCalendarBytes = 512 * 1_024

export const CalendarDay = z.object({
  date: z.iso.date('must be a date such as 2030-12-25').refine((date) => date >= '1970-01-01' && date < '2200-01-01', 'must lie between 1970 and 2200'),
  name: Title(120),
  kind: z.enum(dayKinds).default('holiday').describe('holiday: like a Sunday; special: like no other day, such as a sale'),
})
export type CalendarDay = z.output<typeof CalendarDay>

export const PutHolidays = z.object({
  days: z.array(CalendarDay).max(mostDays),
  revision: z.uuid().nullable().describe('of the calendar that these were made from; null: there was none'),
})
export type PutHolidays = z.output<typeof PutHolidays>
export const HolidaysView = z.object({
  brand: z.string(),
  zone: z.string(),
  revision: z.uuid().nullable(),
  days: z.array(CalendarDay),
  changedBy: Person.nullable(),
  changedAt: Instant.nullable(),
})
export type HolidaysView = z.output<typeof HolidaysView>

export const ReadCalendar = z.object({ text: Text(mostCalendarBytes), kind: z.enum(dayKinds).default('holiday') })
export const CalendarRead = z.object({
  days: z.array(CalendarDay),
  left: z.number().int().describe('days that are too long ago or too far ahead to matter'),
  wrong: z.array(z.object({ line: z.number().int(), sentence: z.string() })),
})
export type CalendarRead = z.output<typeof CalendarRead>
