import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { SeatView } from '../../../../server/src/stabilize/roles/team.contract.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { useCommand } from '../crisis/use-part.ts'
import { PersonSelect } from './PersonSelect.tsx'
import { roleName } from './role-name.ts'

/** A seat passes on when the other side accepts; what they must know goes along. */
export function OfferDialog({ seat, close }: { seat: SeatView; close: () => void }) {
  const [to, setTo] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const offer = useCommand<{ to: string; note?: string }>(`/team/${seat.role}/offers`, close, t('team.offered'))
  return (
    <Modal opened onClose={close} title={t('team.offerTitle', { role: roleName(seat.role, seat.title) })}>
      <Stack>
        <Text size="sm">{seat.holder ? t('team.offerText', { name: seat.holder.name }) : t('team.askText')}</Text>
        <PersonSelect
          label={t('team.to')}
          value={to}
          onChange={setTo}
          may={seat.role === 'commander' ? 'command' : 'respond'}
          except={seat.holder?.id ?? null}
          autoFocus
        />
        <Textarea
          label={t('team.note')}
          placeholder={t('team.notePlaceholder')}
          autosize
          minRows={2}
          maxLength={1_000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={offer} body={{ to: to ?? '', ...(note.trim() ? { note } : {}) }} disabled={!to} may="respond">
            {t('team.offer')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}
