// The API as the signed-in console calls it.
import type { Page } from 'playwright-core'

export type Api = ReturnType<typeof callApi>

export function callApi(page: Page, consoleUrl: string) {
  const call = async (method: string, path: string, data?: object | string, type = 'application/json') => {
    const headers = { origin: consoleUrl, ...(data === undefined ? {} : { 'content-type': type }) }
    const answer = await page.request.fetch(`${consoleUrl}/api${path}`, { method, headers, ...(data === undefined ? {} : { data }) })
    if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}: ${await answer.text()}`)
    return answer.json()
  }
  return {
    get: (path: string) => call('GET', path),
    put: (path: string, data: object) => call('PUT', path, data),
    post: (path: string, data: object | string = {}, type?: string) => call('POST', path, data, type),
  }
}

/** An update of the demo's crisis; a scripted colleague approves it within seconds. */
export async function publish({ get, post }: Api, crisisId: string, parts: { title: string } & Record<string, string>) {
  const { id } = await post(`/crises/${crisisId}/updates`, { phase: 'identified', parts })
  await post(`/updates/${id}/submission`)
  for (let tries = 0; tries < 250; tries += 1) {
    const room = await get(`/crises/${crisisId}`)
    if (room.updates.find((update: { id: string; status: string }) => update.id === id)?.status === 'published') return
    await new Promise((later) => setTimeout(later, 200))
  }
  throw new Error(`“${parts.title}” was not published within 50 seconds`)
}
