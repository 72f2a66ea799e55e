// The work of support that is woken or looks for itself: mails into conversations, answers on their way, links, promises.
import { deliverLine } from '../communicate/deliveries/deliver.ts'
import { mailLine, type Senders } from '../communicate/deliveries/line.ts'
import type { Deps } from '../deps.ts'
import { oneAtATime } from '../platform/queue/one-at-a-time.ts'
import type { Tasks } from '../platform/queue/worker.ts'
import { assignThemselves } from './agents/assign.store.ts'
import { sendAnswers } from './answers/send.store.ts'
import { tellRebased } from './conversations/acknowledge.store.ts'
import { lookForLinks } from './conversations/link.store.ts'
import { keepPromises } from './conversations/order.store.ts'
import { mergeProven } from './conversations/one-matter.store.ts'
import { repliesLine } from './conversations/replies.line.ts'
import { supportSettings } from './conversations/settings.store.ts'
import { takeMails } from './conversations/take-mails.store.ts'
import { forgetUploads } from './files/uploads.store.ts'
import { addMacroTask } from './macros/task.ts'
import { deliverDesks } from './desks/deliver-desks.ts'
import { placeImports } from './import/place.store.ts'
import { createSocial } from './social/social.ts'
import { takeSocial } from './social/take-social.store.ts'
import { orderAll } from './settings/put.store.ts'

type Work = (signal: AbortSignal) => Promise<unknown>

export function supportTasks(deps: Deps, senders: Senders): Tasks {
  const alone = (work: Work) =>
    oneAtATime(async (signal) => {
      await work(signal)
    })
  const replies = alone((signal) => deliverLine(deps, repliesLine(mailLine(senders)), senders.pause, signal))
  const desks = alone((signal) => deliverDesks(deps, senders.pause, signal))
  const social = createSocial(deps.config)
  return {
    ...Object.fromEntries(
      social.lines.map((line) => [`deliver-line-replies-${line.channel}`, alone((signal) => deliverLine(deps, line, senders.pause, signal))]),
    ),
    'take-social': alone(() => takeSocial(deps, social.read)),
    'deliver-line-replies': replies,
    'deliver-replies': replies,
    'take-mails': alone(async (signal) => {
      while (!signal.aborted && (await takeMails(deps)) > 0);
      await mergeProven(deps)
    }),
    'send-answers': alone((signal) => sendAnswers(deps, signal)),
    'link-conversations': async ({ crisisId }) => {
      await lookForLinks(deps.db, String(crisisId), deps.clock(), await supportSettings(deps.db))
      while ((await tellRebased(deps, String(crisisId), deps.clock())) > 0);
    },
    'add-macro-task': ({ use }) => addMacroTask(deps, Number(use)),
    'order-conversations': async (_, signal) => {
      await orderAll(deps, signal)
    },
    'assign-conversations': alone(() => assignThemselves(deps)),
    'deliver-desks': desks,
    'deliver-line-desks': desks,
    'place-conversations': alone((signal) => placeImports(deps, signal)),
    'forget-uploads': alone(async (signal) => {
      while (!signal.aborted && (await forgetUploads(deps)) > 0);
    }),
    'keep-promises': alone(() => keepPromises(deps.db, deps.clock())),
  }
}
