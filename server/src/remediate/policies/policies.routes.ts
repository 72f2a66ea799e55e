import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { checkRemedies } from '../../prepare/playbooks/check.ts'
import { CheckedPolicies, CheckPolicies, PutPolicies, ResetPolicies, SavedPolicies, ShownPolicies } from './policies.contract.ts'
import { policiesVersion, putPolicies, resetPolicies, showPolicies } from './policies.store.ts'

export function policyRoutes(server: App, deps: Deps) {
  const app = typed(server)
  app.get('/api/remedy-policies', { config: may('read'), schema: { operationId: 'showRemedyPolicies', response: { 200: ShownPolicies } } }, () =>
    showPolicies(deps),
  )
  app.get(
    '/api/remedy-policies/versions/:revision',
    {
      config: may('read'),
      schema: {
        operationId: 'showRemedyPoliciesVersion',
        params: z.object({ revision: z.coerce.number().int().min(0).max(1_000_000) }),
        response: { 200: z.object({ yaml: z.string() }) },
      },
    },
    ({ params }) => policiesVersion(deps, params.revision),
  )
  app.post(
    '/api/remedy-policies/check',
    { config: may('read'), schema: { operationId: 'checkRemedyPolicies', body: CheckPolicies, response: { 200: CheckedPolicies } } },
    ({ body }) => ({ problems: checkRemedies(body.yaml).problems }),
  )
  app.put(
    '/api/remedy-policies',
    { config: may('playbook'), schema: { operationId: 'putRemedyPolicies', body: PutPolicies, response: { 200: SavedPolicies } } },
    async (request) => ({ revision: await putPolicies(deps, { ...request.body, by: asker(request).id, now: deps.clock() }) }),
  )
  app.post(
    '/api/remedy-policies/reset',
    { config: may('playbook'), schema: { operationId: 'resetRemedyPolicies', body: ResetPolicies, response: { 200: SavedPolicies } } },
    async (request) => ({ revision: await resetPolicies(deps, { ...request.body, by: asker(request).id, now: deps.clock() }) }),
  )
}
