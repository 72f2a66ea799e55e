// Whom a crisis hurts may be defined anew at any time; whoever does so from a definition that somebody else has changed meanwhile is refused.
import { Refused } from '../../platform/refused.ts'

/** `revision`: the definition that the change was made from; where it is left out, the change is not compared with anything. */
export type DefinitionCommand =
  | { type: 'ChangeScope'; services: string[]; revision?: number; now: Date }
  | { type: 'ChangeConditions'; conditions: number; everyoneInScope: boolean; services?: string[]; revision: number; now: Date }
  | { type: 'ReplaceImpactList'; list: 'include' | 'exclude'; listId: string; accounts: number; bad: number; revision?: number; now: Date }
  | { type: 'RemoveImpactList'; list: 'include' | 'exclude'; revision?: number; now: Date }

export type DefinitionFact =
  | { type: 'ScopeChanged'; services: string[]; at: Date }
  | { type: 'ImpactConditionsChanged'; conditions: number; everyoneInScope: boolean; at: Date }
  | { type: 'ImpactListReplaced'; list: 'include' | 'exclude'; listId: string; accounts: number; bad: number; at: Date }
  | { type: 'ImpactListRemoved'; list: 'include' | 'exclude'; at: Date }

/** What follows from a change of the definition that stands at `revision`. */
export function decideDefinition(command: DefinitionCommand, revision: number): DefinitionFact[] {
  if (command.revision !== undefined && command.revision !== revision)
    throw new Refused('changed-meanwhile', 'Somebody changed who is hurt while you were at it. Look at it again, then make your change.')
  const at = command.now
  switch (command.type) {
    case 'ChangeScope':
      return [{ type: 'ScopeChanged', services: command.services, at }]
    case 'ChangeConditions': {
      const { conditions, everyoneInScope, services } = command
      const changed: DefinitionFact = { type: 'ImpactConditionsChanged', conditions, everyoneInScope, at }
      return services ? [{ type: 'ScopeChanged', services, at }, changed] : [changed]
    }
    case 'ReplaceImpactList': {
      const { list, listId, accounts, bad } = command
      return [{ type: 'ImpactListReplaced', list, listId, accounts, bad, at }]
    }
    case 'RemoveImpactList':
      return [{ type: 'ImpactListRemoved', list: command.list, at }]
  }
}
