// Shows the contract in force, of the customer's audience unless ?audience= names another. Nothing leaves this origin: no validator, no stored tokens.
const asked = new URLSearchParams(window.location.search).get("audience");
const audience = ["customer", "staff", "store"].includes(asked) ? asked : "customer";
window.SwaggerUIBundle({
  url: `/openapi/${audience}.yaml`,
  dom_id: "#docs",
  validatorUrl: null,
  persistAuthorization: false,
  displayRequestDuration: true,
});
