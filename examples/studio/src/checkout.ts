import { track } from "virtual:tagwright"
import plans from "../pages/_data/plans.json" with { type: "json" }

const euros = (cents: number) => `€${(cents / 100).toLocaleString("en-GB")}`
type Chosen = (typeof plans)[number]

const show = (plan: Chosen) => {
  document.querySelectorAll("[data-order-name]").forEach((node) => (node.textContent = plan.name))
  document.querySelectorAll("[data-order-price]").forEach((node) => (node.textContent = euros(plan.cents)))
  const link = document.querySelector<HTMLAnchorElement>("[data-pay-link]")
  if (!link) return
  link.href = plan.link
  link.setAttribute("data-tw-param-item_id", plan.id)
  link.setAttribute("data-tw-param-value", String(plan.cents / 100))
}

const tellStart = (plan: Chosen) =>
  track("checkout_start", {
    value: plan.cents / 100,
    currency: "EUR",
    items: [{ item_id: plan.id, item_name: plan.name, price: plan.cents / 100, quantity: 1 }],
  })

/** The checkout opens with the plan named in the address, and follows the choice from there. */
export const showChosenPlan = () => {
  const choices = document.querySelectorAll<HTMLInputElement>("input[name=plan]")
  if (choices.length === 0) return
  const byId = (id: string | null) => plans.find((plan) => plan.id === id)
  const start = byId(new URLSearchParams(location.search).get("plan")) ?? plans.find((plan) => plan.chosen)
  if (!start) return
  choices.forEach((choice) => {
    choice.checked = choice.value === start.id
    choice.addEventListener("change", () => {
      const plan = byId(choice.value)
      if (plan) show(plan)
    })
  })
  show(start)
  tellStart(start)
}
