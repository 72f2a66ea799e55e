import { Group, Stack, Text } from '@mantine/core'
import type { OfferView } from '../../../../server/src/stabilize/roles/team.contract.ts'
import { useSession } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Countdown } from '../../ui/Countdown.tsx'
import { useRoom } from '../crisis/room.ts'
import { useCommand } from '../crisis/use-part.ts'

/** An open offer: whoever is asked answers, whoever asked may take it back. `brief`: without what stands beside it already. */
export function OfferNote({ offer, brief = false }: { offer: OfferView; brief?: boolean }) {
  const { commander } = useRoom()
  const { data: me } = useSession()
  const accept = useCommand(`/offers/${offer.id}/acceptance`, undefined, t('team.accepted'))
  const decline = useCommand(`/offers/${offer.id}/refusal`)
  const withdraw = useCommand(`/offers/${offer.id}/withdrawal`)
  const forMe = offer.to.id === me?.id
  return (
    <Stack gap={6} role="status">
      {!brief && (
        <Text size="sm" fw={600}>
          {forMe ? t('team.offeredToYou', { name: offer.from?.name ?? commander?.name ?? '–' }) : t('team.offeredTo', { name: offer.to.name })}{' '}
          <Countdown to={offer.answerBy} from={offer.offeredAt} size="0.875rem" />
        </Text>
      )}
      {!brief && offer.note && (
        <Text size="sm" className="lw-prewrap">
          {offer.note}
        </Text>
      )}
      <Group gap={6}>
        {forMe && (
          <>
            <ActionButton write={accept} body={undefined} size={brief ? 'md' : 'compact-sm'} may="respond">
              {t('team.accept')}
            </ActionButton>
            <ActionButton write={decline} body={undefined} size={brief ? 'md' : 'compact-sm'} variant="default" may="respond">
              {t('team.decline')}
            </ActionButton>
          </>
        )}
        {!forMe && (offer.from?.id === me?.id || commander?.id === me?.id) && (
          <ActionButton write={withdraw} body={undefined} size="compact-sm" variant="subtle" color="gray" may="respond">
            {t('team.withdraw')}
          </ActionButton>
        )}
      </Group>
    </Stack>
  )
}
