// The calendar that detectors go by, as it is changed before it is saved.
import { useQuery } from '@tanstack/react-query'
import type { CalendarRead, HolidaysView, PutHolidays } from '../../../../server/src/detect/holidays/holidays.contract.ts'
import { get } from '../../ui/api.ts'

export type Day = HolidaysView['days'][number]
export type Read = CalendarRead
export type Sent = PutHolidays
export const kinds = ['holiday', 'special'] as const satisfies readonly Day['kind'][]
/** What one request takes; a calendar of a country has a few kilobytes. */
export const mostBytes = 512 * 1_024

export const holidaysKey = (brand: string) => ['holidays', brand] as const
export const useHolidays = (brand: string) =>
  useQuery({
    queryKey: holidaysKey(brand),
    queryFn: ({ signal }) => get<HolidaysView>(`/api/brands/${brand}/holidays`, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** The newer of the same date counts. */
export const together = (days: readonly Day[], more: readonly Day[]): Day[] =>
  [...new Map([...days, ...more].map((day) => [day.date, day])).values()].sort((one, other) => (one.date < other.date ? -1 : 1))
export const without = (days: readonly Day[], date: string): Day[] => days.filter((day) => day.date !== date)
