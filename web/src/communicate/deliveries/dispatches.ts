// What is being sent in this crisis: asked again every few seconds while something moves, since single deliveries are no facts.
import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { DispatchesView, DispatchView } from '../../../../server/src/communicate/deliveries/dispatches.contract.ts'
import { crisisKey, crisisPath, touched } from '../../stabilize/crisis/keys.ts'
import { get } from '../../ui/api.ts'
import { useWrite } from '../../ui/use-write.ts'

export type Dispatches = z.output<typeof DispatchesView>
export type Dispatch = z.output<typeof DispatchView>

export const useDispatches = (crisisId: string) =>
  useQuery({
    queryKey: [...crisisKey(crisisId), 'dispatches'],
    queryFn: ({ signal }) => get<Dispatches>(crisisPath(crisisId, '/dispatches'), signal),
    refetchInterval: ({ state }) => (state.data?.dispatches.some((each) => each.state === 'running') ? 3_000 : false),
  })

export const useSteer = (crisisId: string, updateId: string, how: 'pause' | 'resumption' | 'stop', done: string) =>
  useWrite<Dispatches>({ path: crisisPath(crisisId, `/dispatches/${encodeURIComponent(updateId)}/${how}`), touches: touched(crisisId), done })
