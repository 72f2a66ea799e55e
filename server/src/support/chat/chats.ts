// What customers reach of support: the chat, the form to write to us, and their own page with what they wrote and may ask.
import { myPages } from '../../communicate/my-page/my-page.pages.ts'
import type { Deps } from '../../deps.ts'
import type { App } from '../../platform/http/server.ts'
import { chatPages } from './chat.pages.ts'
import { besideMyPage, ownPages } from './own.pages.ts'

export function chats(app: App, deps: Deps) {
  const listeners = chatPages(app, deps)
  app.addHook('preClose', async () => listeners.stop())
  myPages(app, deps, besideMyPage(deps))
  ownPages(app, deps)
}
