import { Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { CloseDialog } from '../../restore/criteria/CloseDialog.tsx'
import { Reopen } from '../../restore/watch/Reopen.tsx'
import { usePlanRemedies } from '../../remediate/grants/plan.ts'
import { useMay } from '../../platform/session.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { OfferNote } from '../team/OfferNote.tsx'
import { DecideSeverity } from './DecideSeverity.tsx'
import { useAcknowledge, useAssess, useTakeCommand } from './command.ts'
import { useRoom } from './room.ts'
import { ButtonLink } from '../../ui/links.tsx'

/** What can be done here is done here; what must be looked at first is a link to where it is looked at. */
export function NextAction() {
  const { id, next, status, severityProposal, untold, work } = useRoom()
  const take = useTakeCommand(id)
  const acknowledge = useAcknowledge(id)
  const assess = useAssess(id)
  const plan = usePlanRemedies(id)
  const { action } = next
  const params = { crisisId: id }
  switch (action) {
    case 'nothing':
      return null
    case 'take-command':
      return (
        <ActionButton write={take} body={undefined} size="md" may="command">
          {t('next.take-command')}
        </ActionButton>
      )
    case 'acknowledge':
      return (
        <ActionButton write={acknowledge} body={undefined} size="md" may="command">
          {t('next.acknowledge')}
        </ActionButton>
      )
    case 'assess-impact':
      return (
        <ActionButton write={assess} body={undefined} size="md" may="command">
          {t('next.assess-impact')}
        </ActionButton>
      )
    case 'plan-remedy':
      return (
        <ActionButton write={plan} body={{}} size="md" may="plan-remedy">
          {t('next.plan-remedy')}
        </ActionButton>
      )
    case 'close':
      return <CloseNow />
    case 'reopen':
      return <Reopen size="md" />
    case 'write-update':
      // Once restored, what is missing is the last word, and a holding update would say less than customers see.
      return status === 'restored' ? (
        <ButtonLink to="/crises/$crisisId/updates" params={params} search={{ write: 'final' }} size="md">
          {t('next.write-final')}
        </ButtonLink>
      ) : (
        <Group gap="sm">
          <ButtonLink to="/crises/$crisisId/updates" params={params} search={{ write: 'update' }} size="md">
            {t('next.write-update')}
          </ButtonLink>
          <ButtonLink to="/crises/$crisisId/updates" params={params} search={{ write: 'holding' }} size="md" variant="default">
            {t('next.holding')}
          </ButtonLink>
        </Group>
      )
    case 'approve-update':
      return (
        <ButtonLink to="/crises/$crisisId/updates" params={params} search={{}} size="md">
          {tOf('next', action)}
        </ButtonLink>
      )
    case 'approve-remedy':
      return (
        <ButtonLink to="/crises/$crisisId/make-good" params={params} size="md">
          {tOf('next', action)}
        </ButtonLink>
      )
    case 'review':
      return (
        <ButtonLink to="/crises/$crisisId/review" params={params} size="md">
          {tOf('next', action)}
        </ButtonLink>
      )
    case 'look-at-severity':
      return severityProposal ? <DecideSeverity /> : null
    case 'answer-hand-over':
      return work.offersToMe[0] ? <OfferNote offer={work.offersToMe[0]} brief /> : null
    case 'fill-seats':
      return (
        <ButtonLink to="/crises/$crisisId/team" params={params} size="md">
          {tOf('next', action)}
        </ButtonLink>
      )
    case 'do-task':
      return (
        <ButtonLink to="/crises/$crisisId/work" params={params} size="md">
          {tOf('next', action)}
        </ButtonLink>
      )
    case 'answer-law':
    case 'meet-obligation':
      return (
        <ButtonLink to="/crises/$crisisId/law" params={params} size="md">
          {tOf('next', action)}
        </ButtonLink>
      )
    case 'tell-restored':
      return (
        <ButtonLink to="/crises/$crisisId/conversations" params={params} search={untold?.waiting ? {} : { tell: 'restored' }} size="md">
          {t(untold?.waiting ? 'next.agree-restored' : 'next.tell-restored')}
        </ButtonLink>
      )
    case 'watch':
    case 'check-criteria':
    case 'restore':
    case 'ask-sign-off':
      return (
        <ButtonLink to="/crises/$crisisId/restore" params={params} size="md">
          {tOf('next', action)}
        </ButtonLink>
      )
  }
}

function CloseNow() {
  const [closing, { open, close }] = useDisclosure(false)
  const allowed = useMay('command')
  return (
    <>
      <Button size="md" onClick={open} disabled={!allowed}>
        {t('next.close')}
      </Button>
      {closing && <CloseDialog close={close} />}
    </>
  )
}
