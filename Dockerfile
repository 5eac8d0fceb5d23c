# The production image: build the jar first (./hub check, or mvn package), then docker build.
FROM eclipse-temurin:25-jre AS layout
WORKDIR /build
COPY target/wallet-hub.jar wallet-hub.jar
RUN java -Djarmode=tools -jar wallet-hub.jar extract --destination app

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 hub
WORKDIR /hub
COPY --from=layout /build/app ./
COPY routes routes
COPY mappings mappings
COPY docs docs
USER hub
ENV HUB_ROUTES_DIR=/hub/routes HUB_MAPPINGS_DIR=/hub/mappings
EXPOSE 8080 9090
HEALTHCHECK --interval=10s --timeout=3s --start-period=40s CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9090; printf 'GET /health/live HTTP/1.0\\r\\n\\r\\n' >&3; grep -q '200' <&3"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=55", "-XX:+ExitOnOutOfMemoryError", "-jar", "wallet-hub.jar"]
