// The calendar that detectors go by: holidays, and days of the company's own.
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Line } from '../../platform/contract.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { CalendarRead, HolidaysView, PutHolidays, ReadCalendar } from './holidays.contract.ts'
import { holidaysView, setHolidays } from './holidays.store.ts'
import { readCalendar } from './read-calendar.ts'

const OfBrand = z.object({ slug: Line(40) })

export function holidayRoutes(server: App, deps: Deps) {
  const app = typed(server)
  app.get(
    '/api/brands/:slug/holidays',
    { config: may('read'), schema: { operationId: 'showHolidays', params: OfBrand, response: { 200: HolidaysView } } },
    ({ params }) => holidaysView(deps, params.slug),
  )
  app.put(
    '/api/brands/:slug/holidays',
    { config: may('settings'), schema: { operationId: 'setHolidays', params: OfBrand, body: PutHolidays, response: { 200: HolidaysView } } },
    async (request) => {
      await setHolidays(deps, request.params.slug, request.body, asker(request).id)
      return holidaysView(deps, request.params.slug)
    },
  )
  app.post(
    '/api/holidays/reading',
    { config: may('settings'), schema: { operationId: 'readCalendar', body: ReadCalendar, response: { 200: CalendarRead } } },
    async ({ body }) => readCalendar(body.text, body.kind, deps.clock()),
  )
}
