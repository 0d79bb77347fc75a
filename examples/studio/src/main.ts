import { showChosenPlan } from "./checkout.ts"
import { askForConsent } from "./consent.ts"
import { mindForms } from "./forms.ts"
import { mindTheme } from "./theme.ts"

mindTheme()
mindForms()
showChosenPlan()
askForConsent()
