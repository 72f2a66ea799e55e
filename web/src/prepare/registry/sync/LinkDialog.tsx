import { Button, Group, Modal, Stack } from '@mantine/core'
import { useState } from 'react'
import type { PutSyncLink } from '../../../../../server/src/prepare/registry/sync/sync.contract.ts'
import type { BrandView } from '../../../../../server/src/prepare/people/people.contract.ts'
import { t } from '../../../strings/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { fieldErrors } from '../../../ui/field-errors.ts'
import { useWrite } from '../../../ui/use-write.ts'
import { LinkFields } from './LinkFields.tsx'
import { asSent, fields, fresh, givenOf, type Link, linksKey } from './links.ts'

/** A connection is made or changed. */
export function LinkDialog({ link, brands, close }: { link?: Link; brands: BrandView[]; close: () => void }) {
  const [given, setGiven] = useState(() => (link ? givenOf(link) : fresh(brands[0]?.slug ?? '')))
  const write = useWrite<Link, Partial<PutSyncLink>>({
    method: link ? 'PUT' : 'POST',
    path: link ? `/api/sync-links/${link.id}` : '/api/sync-links',
    touches: [linksKey],
    done: ({ name }) => t(link ? 'sync.changed' : 'sync.added', { name }),
    after: close,
  })
  const wrong = fieldErrors(write.error, fields)
  return (
    <Modal opened onClose={close} title={link ? t('sync.of', { action: t('sync.change'), name: link.name }) : t('sync.add')}>
      <Stack>
        <LinkFields given={given} set={setGiven} brands={brands} wrong={wrong} link={link} />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton
            write={write}
            body={asSent(given)}
            disabled={given.name.trim() === '' || (!link && given.token.trim() === '')}
            quiet={Object.keys(wrong).length > 0}
            may="settings"
          >
            {link ? t('save') : t('sync.add')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}
