// The table of contents of support.
import type { Deps } from '../deps.ts'
import type { App } from '../platform/http/server.ts'
import { agentRoutes } from './agents/agents.routes.ts'
import { answerRoutes } from './answers/answers.routes.ts'
import { conversationRoutes } from './conversations/conversations.routes.ts'
import { knowledgeRoutes } from './knowledge/knowledge.routes.ts'
import { fileRoutes } from './files/files.routes.ts'
import { macroRoutes } from './macros/macros.routes.ts'
import { deskRoutes } from './desks/desks.routes.ts'
import { conversationImportRoutes } from './import/import.routes.ts'
import { socialRoutes } from './social/social.routes.ts'
import { supportSettingsRoutes } from './settings/settings.routes.ts'

export function supportRoutes(app: App, deps: Deps) {
  conversationRoutes(app, deps)
  fileRoutes(app, deps)
  answerRoutes(app, deps)
  agentRoutes(app, deps)
  conversationImportRoutes(app, deps)
  deskRoutes(app, deps)
  socialRoutes(app, deps)
  supportSettingsRoutes(app, deps)
  macroRoutes(app, deps)
  knowledgeRoutes(app, deps)
}
