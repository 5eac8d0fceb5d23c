// Shows the contract in force. Nothing leaves this origin: no validator, no stored tokens.
window.SwaggerUIBundle({
  url: "/openapi/customer.yaml",
  dom_id: "#docs",
  validatorUrl: null,
  persistAuthorization: false,
  displayRequestDuration: true,
});
