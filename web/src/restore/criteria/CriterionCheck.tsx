import { Checkbox } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { CrisisRoom } from '../../../../server/src/stabilize/crisis/crisis.contract.ts'
import { useMay } from '../../platform/session.ts'
import { crisisPath, touched } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { atNear } from '../../ui/format.ts'
import { useWrite } from '../../ui/use-write.ts'

export function CriterionCheck({ criterion, locked }: { criterion: CrisisRoom['criteria'][number]; locked: boolean }) {
  const { id } = useRoom()
  const allowed = useMay('restore')
  // The tick follows the hand at once; what the server then says wins.
  const [meant, setMeant] = useState<boolean>()
  useEffect(() => {
    setMeant(undefined)
  }, [criterion.metAt])
  const check = useWrite<unknown, { met: boolean }>({ path: crisisPath(id, `/criteria/${encodeURIComponent(criterion.key)}`), touches: touched(id) })
  const said = [
    criterion.service ?? t('criteria.every'),
    criterion.metAt && t('criteria.met', { at: atNear(criterion.metAt), name: criterion.metBy?.name ?? '–' }),
  ]
    .filter(Boolean)
    .join(' · ')
  return (
    <div>
      <Checkbox
        label={criterion.text}
        description={said}
        color="green"
        disabled={locked || !allowed || check.isPending}
        checked={meant ?? criterion.metAt !== null}
        onChange={(event) => {
          const met = event.currentTarget.checked
          setMeant(met)
          check.mutate({ met }, { onError: () => setMeant(undefined) })
        }}
      />
      {check.isError && <ErrorNote error={check.error} />}
    </div>
  )
}
